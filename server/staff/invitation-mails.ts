// Mails the links of invitations until the SMTP server has taken them. Only the hash of a link is stored, so each try makes another one.
import type { FastifyBaseLogger } from 'fastify';
import { nextDelay } from '../../contract/next-delay.ts';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, instantFrom, MINUTE } from '../clock.ts';
import { newSecret, sha256 } from '../hashes.ts';
import { isDue, MAIL_DELAYS } from '../mail/mail-delays.ts';
import type { Mailer } from '../mail/mailer.ts';
import { invitationMail } from '../mail/texts.ts';
import { writeReason } from '../storage/reasons.ts';
import type { Database } from '../storage/schema.ts';

/** How long the link of a mail is valid, in milliseconds. */
const INVITATION_LIFE = 7 * DAY;
/** Between two looks, in milliseconds. */
const LOOK = MINUTE;
/** Whoever takes one to mail it has so long, in milliseconds: longer than an SMTP server takes. */
const LEASE = 2 * MINUTE;

export interface InvitationMails {
  /** Looks now for what is due, and from then on each minute. */
  start(): void;
  /** Finishes the mails being sent, and looks for no more. */
  stop(): Promise<void>;
  /** Mails what is due now, in the background. */
  sendDue(): void;
  /** Waits until what was begun is done. */
  settled(): Promise<void>;
}

interface MailParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  log: FastifyBaseLogger;
  mailer: Mailer;
  publicUrl: () => string;
}

export function createInvitationMails(parts: MailParts): InvitationMails {
  const { clock, log } = parts;
  let cancel = () => {};
  let isStopped = false;
  let last = Promise.resolve();

  function sendDue(): void {
    last = last
      .then(async () => {
        while (await sendOne(parts));
      })
      .catch((failure: unknown) => {
        log.error({ err: failure }, 'invitations could not be mailed, and will be tried again');
      });
  }

  /** One look never waits behind another. */
  async function look(): Promise<void> {
    sendDue();
    await last;
    if (!isStopped) cancel = clock.after(LOOK, look);
  }

  return {
    start() {
      isStopped = false;
      void look();
    },
    async stop() {
      isStopped = true;
      cancel();
      await last;
    },
    sendDue,
    settled: () => last,
  };
}

/** Returns false where none is due. A mail whose outcome nobody knows is sent again: the link of the last one is the good one. */
async function sendOne(parts: MailParts): Promise<boolean> {
  const { db, clock, chance, mailer, publicUrl } = parts;
  const token = newSecret(chance);
  const tokenHash = sha256(token);
  const [lease, expiresAt] = [instantFrom(clock, LEASE), instantFrom(clock, INVITATION_LIFE)];
  const due = db
    .selectFrom('staffInvitation')
    .select('id')
    .where(isDue(clock, 'mailDueAt'))
    .orderBy('mailDueAt')
    .limit(1);
  const row = await db
    .updateTable('staffInvitation')
    .set((eb) => ({ tokenHash, expiresAt, mailDueAt: lease, mailAttempt: eb('mailAttempt', '+', 1) }))
    .where('id', 'in', due)
    // another server may have taken it meanwhile
    .where(isDue(clock, 'mailDueAt'))
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  const { fullName: invitedBy } = await db
    .selectFrom('staff')
    .select('fullName')
    .where('id', '=', row.invitedBy)
    .executeTakeFirstOrThrow();
  const { email: to, fullName, role, language } = row;
  const link = `${publicUrl()}/invitation#${token}`;
  const failure = await mailer.send(
    invitationMail({ ...{ to, fullName, role, language, link, invitedBy }, life: INVITATION_LIFE }),
  );
  const isOver = failure === null || failure.kind === 'refused';
  await db
    .updateTable('staffInvitation')
    .set({
      mailError: failure && writeReason(failure.reason),
      mailDueAt: isOver
        ? null
        : instantFrom(clock, nextDelay(row.mailAttempt, chance.fraction(), MAIL_DELAYS)),
    })
    .where('id', '=', row.id)
    .where('tokenHash', '=', tokenHash)
    .execute();
  return true;
}

/** The columns of an invitation that is mailed next, with a link that nobody knows until then. */
export function mailColumns(clock: Clock, chance: Chance) {
  return {
    tokenHash: sha256(newSecret(chance)),
    expiresAt: instantFrom(clock, INVITATION_LIFE),
    ...{ mailDueAt: instantFrom(clock), mailAttempt: 0, mailError: null as string | null },
  };
}
