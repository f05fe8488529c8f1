// A program that parses one mail, prints its subject, and does not close its parser.
import { createMailParser } from '../../../server/mailboxes/mail-parser.ts';

const mail = { source: Buffer.from('Subject: News\r\n\r\n'), place: 'imap:1:1', receivedAt: new Date(0) };
console.log((await createMailParser().parse(mail)).subject);
