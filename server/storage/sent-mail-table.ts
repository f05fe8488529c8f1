// The table of mails that left, as Kysely sees it.
import type { Operation } from './operation.ts';

/**
 * - sending: its end may have reached the mail server, which has not said so
 * - sent: the mail server answered 250
 */
type SentState = 'sending' | 'sent';

/** written by connectors/mail */
export interface SentMailTable {
  backendId: string;
  /** of the operation: one mail each */
  key: string;
  /** with its angle brackets */
  messageId: string;
  /** key of the mail that made the ticket; its own for that one */
  ticketKey: string;
  operation: Operation;
  state: SentState;
  /** of a ticket, as its desk acknowledged it */
  number: string | null;
  /** of the ticket, without keys and tags */
  title: string;
  senderName: string;
  senderEmail: string;
  /** when its end was sent */
  sentAt: string;
}
