// Takes one mail of the desk's mailbox: exactly once, however often it is read.
import type { FastifyBaseLogger } from 'fastify';
import type { DeskMailbox } from '../../contract/built-in-settings.ts';
import type { DeskAsked } from '../../contract/desk-mails.ts';
import { LIMITS, MEGABYTE, unreachable } from '../../contract/primitives.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import type { Clock } from '../clock.ts';
import { type StoredFiles, storeFiles } from '../connectors/kept-files.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { ReplyKeys } from '../mail/reply-key.ts';
import type { IncomingMail } from '../mailboxes/incoming-mail.ts';
import type { MailContent } from '../mailboxes/mailbox.ts';
import { noteWrittenLanguage } from '../people/written-language.ts';
import type { Audit } from '../staff/audit.ts';
import type { Blobs } from '../storage/blobs.ts';
import type { ContentStore } from '../storage/content-store.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { readPerson } from '../tickets/people.ts';
import { mailToApprover } from './approver-answer.ts';
import { hasRoom, hasWrittenMost, withinBounds } from './bounds.ts';
import { type Destination, destinationOf, isVouchedFor } from './destination.ts';
import { claimedIn, nameAtDesk, takeDeskAct } from './from-desks.ts';
import { mayBeTold, refusalMail } from './refusal.ts';
import { isKnown, nameOfSender } from './sender.ts';
import {
  hashOf,
  hasId,
  isTaken,
  oneLine,
  type PlacedMail,
  recordTaken,
  type TakenMail,
} from './taken-mails.ts';
import { MAIL_TEXTS } from './texts.ts';
import { fileRows, type WritingParts, writeComment, writeReply, writeTicket } from './written.ts';

export interface TakingParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  backends: Backends;
  blobs: Blobs;
  contents: ContentStore;
  announce: Announce;
  audit: Audit;
  mailer: Mailer;
  replyKeys: ReplyKeys;
  log: FastifyBaseLogger;
  /** of one file */
  limitMegabytes: number;
  /** file name extensions that may be attached; null allows any */
  fileTypes: readonly string[] | null;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/** Bytes of all files of a held mail. */
const MOST_HELD_BYTES = 10 * MEGABYTE;
/** Longest text that a held mail keeps, in characters. */
const MOST_HELD_TEXT = 100_000;

const NO_FILES: StoredFiles = { files: [], leftOut: [] };

/**
 * `mailbox`: name of the mailbox. `withFiles`: false where they could not be read before. `header` has no text: the mail is read as a
 * whole only where it may become something.
 */
export async function takeMail(
  parts: TakingParts,
  { settings, mailbox, withFiles }: { settings: DeskMailbox; mailbox: string; withFiles: boolean },
  header: IncomingMail,
  content: MailContent,
): Promise<void> {
  const { db, clock, replyKeys } = parts;
  const place = `${mailbox} ${content.place}`;
  if (await isTaken(db, { place })) return;
  const isProven = isVouchedFor(header, settings);
  if (isOfMachine(header, { settings, replyKeys }))
    return record(parts, { mail: header, place, isProven, isKnown: false }, { outcome: 'automatic' });
  const isSenderKnown = await isKnown(db, header.from);
  // a person may write by a group; whom nobody knows writes to all who read the list
  if (header.isByList && !(isProven && isSenderKnown))
    return record(parts, { mail: header, place, isProven, isKnown: isSenderKnown }, { outcome: 'automatic' });
  const beginning: PlacedMail = { mail: header, place, isProven, isKnown: isSenderKnown };
  if (hasId(beginning) && (await isTaken(db, { hash: hashOf(beginning) }))) return;
  const mail = await content.whole();
  if (mail === null) return;
  const placed: PlacedMail = { ...beginning, mail };
  if (await isTaken(db, { hash: hashOf(placed) })) return;
  const asked = isProven ? claimedIn(mail, settings) : null;
  const bounded = { ...placed, isOfDesk: asked !== null };
  if (!(isProven && isSenderKnown) && (await hasWrittenMost(db, bounded)))
    return record(parts, placed, { outcome: 'too-many' });
  const question = { settings, replyKeys, mail, isProven, asked };
  const decide = async (database: Database) =>
    withinBounds(database, bounded, await destinationOf(database, question));
  const foreseen = await decide(db);
  const { kind } = foreseen;
  if (kind === 'held' && !(await hasRoom(db, placed))) return record(parts, placed, { outcome: 'too-many' });
  const texts = MAIL_TEXTS[settings.language];
  // strangers may fill neither disk nor database
  const most = kind === 'held' ? MOST_HELD_BYTES : LIMITS.attachmentBytesPerCommand;
  const stored =
    kind === 'refused' || kind === 'act'
      ? NO_FILES
      : withFiles
        ? await storeFiles(parts, await content.files(), texts, most)
        : { files: [], leftOut: [texts.notRead] };
  const toApprover = await mailToApprover(db, mail, foreseen);
  const capabilities = await readCapabilities(parts.backends);
  const tells = kind === 'refused' && (await mayBeTold(db, clock, mail));
  const ticketId = await db.transaction().execute(async (transaction) => {
    // what was foreseen may have changed, such as the ticket's status
    const destination = await decide(transaction);
    return carryOut(
      transaction,
      { ...parts, capabilities },
      { placed, stored, settings, asked },
      destination,
    );
  });
  if (tells) await parts.mailer.send(refusalMail(mail.from, settings.language));
  if (toApprover !== null) await parts.mailer.send(toApprover);
  if (ticketId === null) return parts.announce.console('tickets', null);
  parts.kickDelivery();
  await announceTicket(db, parts.announce, ticketId);
}

/** Also our own mails, which come back where the mailbox is told of itself. A desk that nobody vouches for is to wait for a technician. */
function isOfMachine(
  mail: IncomingMail,
  { settings, replyKeys }: { settings: DeskMailbox; replyKeys: ReplyKeys },
): boolean {
  const { isAutomatic, from, ref } = mail;
  const isOfDesk = claimedIn(mail, settings) !== null;
  return (isAutomatic && !isOfDesk) || from === settings.address || replyKeys.ticketsIn(ref).length > 0;
}

async function record(parts: TakingParts, placed: PlacedMail, taken: TakenMail): Promise<void> {
  if (await isTaken(parts.db, { hash: hashOf(placed) })) return;
  await recordTaken(parts.db, parts, placed, taken);
}

interface Taken {
  placed: PlacedMail;
  stored: StoredFiles;
  settings: DeskMailbox;
  asked: DeskAsked['does'] | null;
}

/** Returns the ticket that changed, or null. */
async function carryOut(
  transaction: Database,
  parts: WritingParts & { audit: Audit },
  { placed, stored, settings, asked }: Taken,
  destination: Destination,
): Promise<string | null> {
  const { mail } = placed;
  const texts = MAIL_TEXTS[settings.language];
  const isOfDesk = asked !== null;
  const text = mail.text.replaceAll('\0', '');
  const letter = { ...stored, subject: oneLine(mail.subject), text, isExact: isOfDesk };
  const authorOf = async (requesterId: string) => {
    const person = await readPerson(transaction, requesterId);
    return isOfDesk ? nameAtDesk(nameOfSender(mail), person) : person;
  };
  switch (destination.kind) {
    case 'ticket': {
      const made = await writeTicket(transaction, parts, destination, letter, texts);
      await noteWrittenLanguage(transaction, made.requesterId, mail.language);
      const { deskRef } = destination;
      await recordTaken(transaction, parts, placed, { outcome: 'ticket', deskRef, ...made });
      return made.ticketId;
    }
    case 'comment': {
      const { ticket, requesterId } = destination;
      const author = await authorOf(requesterId);
      const commentId = await writeComment(transaction, parts, { ticket, author }, letter, texts);
      await noteWrittenLanguage(transaction, requesterId, mail.language);
      const row = { outcome: 'comment', ticketId: ticket.id, commentId, requesterId } as const;
      await recordTaken(transaction, parts, placed, row);
      return ticket.id;
    }
    case 'reply': {
      const { ticket, staff } = destination;
      const { id: ticketId, organisationId } = ticket;
      const commentId = await writeReply(transaction, parts, { ticketId, staff }, letter, texts);
      if (commentId === null) {
        const held = {
          ...({ kind: 'held', reason: 'staff', ticketId, organisationId, deskRef: null } as const),
        };
        return carryOut(transaction, parts, { placed, stored, settings, asked }, held);
      }
      const mailId = await recordTaken(transaction, parts, placed, {
        outcome: 'comment',
        ticketId,
        commentId,
      });
      const details = { mail: mailId };
      await parts.audit(transaction, {
        ...{ staffId: staff.id, act: 'reply', details },
        subject: { kind: 'ticket', id: ticketId },
      });
      return ticketId;
    }
    case 'act': {
      const { ticket, requesterId, does } = destination;
      const row = { outcome: 'act', ticketId: ticket.id, requesterId } as const;
      const key = await recordTaken(transaction, parts, placed, row);
      const by = await authorOf(requesterId);
      await takeDeskAct(transaction, parts, { ticket, does, by, text, key });
      return ticket.id;
    }
    case 'held': {
      const { kind: outcome, ...held } = destination;
      const kept = text.slice(0, MOST_HELD_TEXT).toWellFormed();
      const leftOut = JSON.stringify(stored.leftOut);
      const row = { outcome, ...held, text: kept, leftOut };
      const id = await recordTaken(transaction, parts, placed, row);
      if (stored.files.length > 0)
        await transaction.insertInto('deskMailFile').values(fileRows(id, stored.files)).execute();
      return null;
    }
    case 'refused':
      await recordTaken(transaction, parts, placed, { outcome: 'refused' });
      return null;
    default:
      return unreachable(destination);
  }
}
