// A process in place of server/mailboxes/parse-process.ts that never ends, takes all memory, crashes or names itself when
// the mail says so.
import type { MailSource } from '../../../server/mailboxes/incoming-mail.ts';
import '../../../server/mailboxes/parse-process.ts';

process.prependListener('message', (message) => {
  const mail = message as MailSource;
  const text = Buffer.from(mail.source).toString();
  while (text.includes('endless')) {}
  const held: number[][] = [];
  while (text.includes('memory')) held.push(new Array(100_000).fill(held.length));
  if (text.includes('crash')) process.abort();
  if (text.includes('which process')) mail.source = Buffer.from(`Subject: ${process.pid}\r\n\r\n`);
});
