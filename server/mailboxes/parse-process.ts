// The process that parses mails for mail-parser.ts: anybody can send one that takes long or all memory.

import { readMail } from './incoming.ts';
import { type MailSource, READY } from './incoming-mail.ts';

// a terminal, or a service manager, signals all processes of the server, which still waits for answers: its end ends this one
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

process.on('message', (mail) => void answer(mail as MailSource));
process.send?.(READY);

async function answer({ source, place, receivedAt }: MailSource): Promise<void> {
  try {
    process.send?.({ mail: await readMail(Buffer.from(source), place, receivedAt) });
  } catch (failure) {
    process.send?.({ problem: String(failure) });
  }
}
