// Mails what people are to be told of tickets, and of their account. One server does it for all, and one that takes over finds what the other had claimed once its lease
// has ended.
import type { FastifyBaseLogger } from 'fastify';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Reason } from '../../contract/primitives.ts';
import type { Chance } from '../chance.ts';
import { type Clock, MINUTE, SECOND } from '../clock.ts';
import type { MailFailure } from '../mail/mail-failure.ts';
import type { Mailer } from '../mail/mailer.ts';
import { isOfDatabase } from '../storage/dialect/database-failure.ts';
import type { Database } from '../storage/schema.ts';
import { sendAccountMails } from './account-mails.ts';
import { bringNear, type Claimed, claimDue } from './claims.ts';
import { type Composed, type ComposeParts, composeMail } from './compose.ts';
import { tellReceived } from './received.ts';
import { dropNotices, finishNotices, parkNotices, putBackNotices } from './settle.ts';

export interface NoticeWorker {
  /** Looks for due notices every few seconds. */
  start(): void;
  /** Finishes the mails being sent, and looks for no more. */
  stop(): Promise<void>;
}

export interface NoticeWorkerParts extends ComposeParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  log: FastifyBaseLogger;
  mailer: Mailer;
}

/** Between two looks, in milliseconds. */
const LOOK = 5 * SECOND;
/** Mails that are sent at the same time. */
const AT_ONCE = 8;
/** Between two tries of a server that takes no mails, in milliseconds. */
const PAUSES = { first: 10 * SECOND, longest: 15 * MINUTE };

export function createNoticeWorker(parts: NoticeWorkerParts): NoticeWorker {
  const { db, clock, chance, log } = parts;
  let cancel = () => {};
  let isStopped = false;
  let look = Promise.resolve();
  /** failures of the SMTP server in a row */
  let failures = 0;

  async function sendDue(): Promise<void> {
    await sendAccountMails(parts);
    await tellReceived(db);
    await bringNear(db, clock);
    while (!isStopped) {
      // while it fails, one mail tries whether it still does
      const claimed = await claimDue(db, clock, failures === 0 ? AT_ONCE : 1);
      if (claimed.length === 0) return;
      const outcomes = await Promise.all(claimed.map((notices) => send(parts, notices)));
      const isAway = outcomes.some((failure) => failure?.kind === 'unreachable');
      failures = isAway ? failures + 1 : 0;
      if (isAway) return;
    }
  }

  function schedule(): void {
    if (isStopped) return;
    const wait = failures === 0 ? LOOK : nextDelay(failures, chance.fraction(), PAUSES);
    cancel = clock.after(wait, begin);
  }

  function begin(): void {
    look = sendDue()
      .catch((failure: unknown) => {
        log.error({ err: failure }, 'mails about tickets could not be sent, and will be tried again');
      })
      .finally(schedule);
  }

  return {
    start() {
      isStopped = false;
      cancel = clock.after(LOOK, begin);
    },
    async stop() {
      isStopped = true;
      cancel();
      await look;
    },
  };
}

/** Returns why it was not sent, or null. One mail that cannot be composed does not stop the others. */
async function send(parts: NoticeWorkerParts, notices: Claimed): Promise<MailFailure | null> {
  const { mailer, log } = parts;
  if (mailer.missing) {
    await dropNotices(parts, notices);
    return null;
  }
  let composed: Composed;
  try {
    composed = await composeMail(parts, notices);
  } catch (bug) {
    // a database that is away is not to the account of this mail
    if (isOfDatabase(bug)) throw bug;
    log.error({ err: bug, notice: notices[0].id }, 'a mail about a ticket could not be composed');
    await parkNotices(parts, notices, NOT_COMPOSED);
    return null;
  }
  const { told, untold } = composed;
  if (untold) await dropNotices(parts, untold);
  if (!told) return null;
  const failure = await mailer.send(told.mail);
  if (failure === null) await finishNotices(parts, told.notices);
  else if (failure.kind === 'refused') await parkNotices(parts, told.notices, failure.reason);
  else await putBackNotices(parts, told.notices, failure.reason);
  return failure;
}

const NOT_COMPOSED: Reason = {
  en: 'This mail could not be composed: the log of the server says why.',
  fr: 'Ce courriel n’a pas pu être composé\u00a0: le journal du serveur dit pourquoi.',
};
