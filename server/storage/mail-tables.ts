// Tables of mails to the built-in desk.
import type { Generated } from 'kysely';
import type { HeldReason } from '../../contract/held-mails.ts';
import type { Language } from '../../contract/primitives.ts';

/** one row, of the mailbox that is read: written by mail-in/mailbox-place */
export interface DeskMailboxTable {
  /** hash of server, user and folder: another mailbox begins anew */
  mailbox: string;
  /** earlier mails are not taken */
  begunAt: string;
  /** of the last mail that was read; null before the first reading */
  cursor: string | null;
}

/**
 * - ticket, comment: it became one
 * - act: another desk closed, reopened or resolved the ticket
 * - held: it waits for a technician
 * - refused: by the setting, or by a technician
 * - automatic: a machine wrote it
 * - too-many: its sender had written too many before
 * - failed: it could not be handled
 */
type MailOutcome = 'ticket' | 'comment' | 'act' | 'held' | 'refused' | 'automatic' | 'too-many' | 'failed';

/** a mail that was taken from the mailbox: written by mail-in */
export interface DeskMailTable {
  id: string;
  /** its position in the mailbox, unique */
  place: string;
  /** of its Message-ID and sender, unique: the same mail is taken once */
  hash: string;
  /** with angle brackets; null where it has none that can be referred to */
  messageId: Generated<string | null>;
  /** address and name as it claims */
  sender: string;
  senderName: string;
  subject: string;
  receivedAt: string;
  /** that it is written in; null where nothing says it */
  language: Generated<Language | null>;
  takenAt: string;
  outcome: MailOutcome;
  /** 1: the receiving mail server vouches for the sender, or the technician who made it a ticket does */
  proven: Generated<number>;
  /** 1: an organisation or the staff has the sender */
  known: Generated<number>;
  /** of a held mail, like text and leftOut, which are empty for others */
  reason: HeldReason | null;
  text: string;
  /** JSON array of texts: files that were not kept, and why */
  leftOut: string;
  /** that it became, was added to, or, held, answers */
  ticketId: string | null;
  commentId: string | null;
  /** who wrote it, of a ticket or comment; null where only the technician who decided knows */
  requesterId: string | null;
  /** of a mail of another desk: Message-ID of the mail that began the ticket there, with angle brackets; null for all others */
  deskRef: string | null;
  /** of a held mail: that knows the sender */
  organisationId: string | null;
}

/** a file of a held mail: written by mail-in/held-mails */
export interface DeskMailFileTable {
  mailId: string;
  position: number;
  sha256: string;
  name: string;
  mediaType: string;
  size: number;
}
