// One parser of mails for all tests of a process: each of its own would start a program.
import { createMailParser, type MailParser } from '../../../server/mailboxes/mail-parser.ts';

const parser = createMailParser();

/** Its close leaves the program to the next test. */
export function openSharedParser(): MailParser {
  return { parse: parser.parse, close: async () => {} };
}
