// The tables of what people are told by mail.
import type { Generated } from 'kysely';
import type { MailEvent, NoticeEvent } from '../../contract/mail-events.ts';
import type { Language } from '../../contract/primitives.ts';

/** dropped: needed no mail any more; discarded: given up by staff */
type NoticeState = 'waiting' | 'sending' | 'sent' | 'parked' | 'dropped' | 'discarded';

/** One mail to one person of one event. Inserted by tickets/notices, updated by notices. */
export interface NoticeTable {
  /** derived from what happened and from the recipient: the same is never told twice */
  id: string;
  ticketId: string;
  event: NoticeEvent;
  /** the recipient: one of the two */
  requesterId: string | null;
  staffId: string | null;
  /** number of the change in the feed of the requester: an agent that has fetched it has shown it */
  changeSeq: number | null;
  commentId: string | null;
  /** of a notice for another desk: the mail with which its ticket began; null for people */
  deskRef: string | null;
  /** name of who did it */
  author: string | null;
  /** the reason, the solution or the other number of the event */
  words: string | null;
  /** 0 or 1: goes with others to the same technician */
  digest: number;
  state: NoticeState;
  attempt: Generated<number>;
  firstTriedAt: string | null;
  /** of one that is being sent: when its server counts as dead */
  dueAt: string;
  /** written by storage/reasons */
  lastError: string | null;
  createdAt: string;
  updatedAt: string;
}

/** mail_text: edited texts, written by notices/mail-texts; without a row, the standard one */
export interface MailTextTable {
  event: MailEvent;
  language: Language;
  subject: string;
  text: string;
  updatedAt: string;
}

/** mail_wish: written by notices/wishes; without a row, everything by a mail of its own */
export interface MailWishTable {
  staffId: string;
  /** JSON array of events */
  switchedOff: string;
  digestMinutes: number | null;
  language: Language | null;
}
