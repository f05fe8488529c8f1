// A received mail, as it crosses from the process that parses mails to the server.
import { z } from 'zod';
import { DeskSign } from '../../contract/desk-mails.ts';
import { Email, Language } from '../../contract/primitives.ts';

/** Longest header, in bytes: a thousand References take 80 kB. A longer one is not cut: its end could say something else. */
export const MOST_HEADER = 128 * 1024;

export interface MailSource {
  /** may be the header alone, or be cut at the end */
  source: Uint8Array;
  /** its position in the mailbox */
  place: string;
  receivedAt: Date;
}

export const IncomingMail = z.object({
  /** its Message-ID, or its position in the mailbox where it has none */
  ref: z.string(),
  /** Message-IDs of the mails it answers, with angle brackets */
  refersTo: z.array(z.string()).readonly(),
  /** the addresses it was sent and delivered to, in lower case */
  sentTo: z.array(z.string()).readonly(),
  /** values of Authentication-Results, the latest first */
  authentication: z.array(z.string()).readonly(),
  subject: z.string(),
  /** name of its sender, or the address where there is no name or an address in it; all of From where that is not one address */
  author: z.string(),
  /** the one address in From, in lower case and not verified; empty where there is none, where there are several, and where it is odd */
  from: z.union([Email, z.literal('')]),
  /** an automatic mail (RFC 3834): of a stranger its text is not a comment */
  isAutomatic: z.boolean(),
  /** a machine answered, such as for somebody away, or reports on a mail: nobody wrote it, whoever sends it */
  isAutoReply: z.boolean(),
  /** a list or a group passed it on (Precedence): a person may have written it, but the list is not to be answered */
  isByList: z.boolean(),
  /** whether a machine may answer it (RFC 3834): it came neither from one nor by a list */
  mayBeAnswered: z.boolean(),
  /** reports that a mail did not arrive, for good */
  isBounce: z.boolean(),
  /** that its program names, or its words are of; null where neither says it */
  language: Language.nullable(),
  /** what another desk says in its header, not verified; null for all other mails */
  desk: DeskSign.nullable(),
  /** plain text, quotes included */
  text: z.string(),
  receivedAt: z.string(),
});
export type IncomingMail = z.infer<typeof IncomingMail>;

/** The first message of the process; each other one answers a mail. */
export const READY = 'ready';
export const ParseAnswer = z.union([z.object({ mail: IncomingMail }), z.object({ problem: z.string() })]);
export type ParseAnswer = z.infer<typeof ParseAnswer>;
