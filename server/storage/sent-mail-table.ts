// The table of the sent-mail log.
import type { Operation } from './operation.ts';

/**
 * - sending: the mail server may have received it, but has not confirmed it
 * - sent: the mail server answered 250
 */
type SentState = 'sending' | 'sent';

/** written by connectors/mail */
export interface SentMailTable {
  backendId: string;
  /** idempotency key of the operation; one mail each */
  key: string;
  /** with angle brackets */
  messageId: string;
  /** random, in Message-ID and Reply-To: whoever has it has received the mail; null for mails of earlier versions */
  replyKey: string | null;
  /** key of the mail that created the ticket; equal to `key` for that mail */
  ticketKey: string;
  operation: Operation;
  state: SentState;
  /** the ticket's number, from the help desk's acknowledgement */
  number: string | null;
  /** the ticket's title, without keys and tags */
  title: string;
  senderName: string;
  senderEmail: string;
  /** when the end of the mail was sent */
  sentAt: string;
}
