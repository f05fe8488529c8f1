// The thread that parses mails: anybody can send one that takes long or all memory.
import { readMail } from './incoming.ts';

export interface MailSource {
  /** may be the header alone, or be cut at the end */
  source: Uint8Array;
  /** its position in the mailbox */
  place: string;
  receivedAt: Date;
}

/** The task of the pool in mail-parser.ts. */
export default ({ source, place, receivedAt }: MailSource) =>
  readMail(Buffer.from(source.buffer, source.byteOffset, source.byteLength), place, receivedAt);
