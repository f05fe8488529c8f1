// A thread in place of server/connectors/mail/parse-thread.ts that never ends, or takes all memory, when the mail says so.
import parse, { type MailSource } from '../../../server/connectors/mail/parse-thread.ts';

export default (mail: MailSource) => {
  const text = Buffer.from(mail.source).toString();
  while (text.includes('endless')) {}
  const held: number[][] = [];
  while (text.includes('memory')) held.push(new Array(100_000).fill(held.length));
  return parse(mail);
};
