// Reads what a help desk answered by mail since a cursor.
import type { Reason } from '../../../contract/primitives.ts';
import { DAY } from '../../clock.ts';
import type { IncomingMail } from '../../mailboxes/incoming-mail.ts';
import type { MailContent, SetAside } from '../../mailboxes/mailbox.ts';
import { MAILBOX_REASONS } from '../../mailboxes/sentences.ts';
import { FilesUnavailable } from '../../storage/content-store.ts';
import { isOfDatabase } from '../../storage/dialect/database-failure.ts';
import type { Changes, TicketChange } from '../connector.ts';
import { FILE_TEXTS } from '../file-texts.ts';
import type { StoredFiles } from '../kept-files.ts';
import { done, failed } from '../results.ts';
import type { Desk, MailParts } from './desk.ts';
import { oneLine } from './outgoing.ts';
import { REASONS } from './sentences.ts';

/** How far back the first reading of a mailbox goes at most, in milliseconds. */
const LONGEST_LOOK_BACK = 30 * DAY;

/** Reads the mails of the desk since the cursor, and what they say of each ticket. */
export async function readChanges(desk: Desk, cursor: string | null) {
  const { parts, mailbox, answers } = desk;
  if (mailbox === null) return failed('refused', REASONS.noChanges);
  const startAt = cursor === null ? await firstReadingFrom(parts) : null;
  const changes = new Map<string, TicketChange>();
  const leftOut: Reason[] = [];
  // one at a time: a mail may name only the number that the mail before it introduced
  const read = await mailbox.readSince(cursor, startAt, async (header, content) => {
    // only the text of a bounce shows which mail it is about
    if (!header.isBounce && (await answers.ticketOf(header)) === null) {
      if (await answers.claimedBy(header)) leftOut.push(about(REASONS.leftOut, header));
      return;
    }
    const mail = await content.whole();
    const ticket = mail && (await answers.ticketOf(mail));
    if (!ticket) return;
    if (!mail.isBounce && !answers.writesForDesk(mail)) leftOut.push(about(REASONS.unproven, mail));
    const stored = answers.bringsFiles(mail) ? { stored: await readFiles(desk, content) } : {};
    const answer = { mail, ticket, ...stored };
    if (answers.isSilent(answer)) leftOut.push(about(REASONS.automatic, mail));
    changes.set(ticket.key, await answers.changeOf(answer, changes.get(ticket.key) ?? null));
  });
  if (!read.ok) return read;
  const { setAside, ...position } = read.value;
  return done({
    tickets: [...changes.values()],
    ...position,
    ...leftOutOf(leftOut),
    ...setAsideOf(setAside),
  });
}

/** Files that cannot be read are named, and hold up no mail. Where nothing can be stored, the mail is read again later. */
async function readFiles({ parts, settings }: Desk, content: MailContent): Promise<StoredFiles> {
  try {
    return await parts.keepFiles(await content.files(), settings.language);
  } catch (failure) {
    const isOfServer = failure instanceof FilesUnavailable || isOfDatabase(failure);
    if (!content.isConnected() || isOfServer) throw failure;
    return { files: [], leftOut: [FILE_TEXTS[settings.language].notRead] };
  }
}

/** Describes a mail for staff: if it is genuine, they can allow its sender in the settings. */
function about(reason: (from: string, subject: string) => Reason, { from, subject }: IncomingMail): Reason {
  return reason(from, oneLine(subject).slice(0, 100));
}

/** Tells of the last mail that was left out. */
function leftOutOf(reasons: readonly Reason[]): Pick<Changes, 'leftOut'> {
  const last = reasons.at(-1);
  return last ? { leftOut: last } : {};
}

/** Describes mails that could not be parsed, for staff: they come before any that was left out. */
function setAsideOf(mails: readonly SetAside[]): Pick<Changes, 'leftOut'> {
  const last = mails.at(-1);
  return last
    ? { leftOut: MAILBOX_REASONS.setAside(mails.length, last.from, oneLine(last.subject).slice(0, 100)) }
    : {};
}

/** Returns where to start reading, to find acknowledgements that are still awaited; null where there are none. */
async function firstReadingFrom({ sent, now }: MailParts): Promise<Date | null> {
  const awaited = await sent.oldestAwaited();
  if (awaited === null) return null;
  return new Date(Math.max(Date.parse(awaited), now().getTime() - LONGEST_LOOK_BACK));
}
