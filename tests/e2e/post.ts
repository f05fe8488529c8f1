// The post of a story: an SMTP server for everybody, the desk's mailbox on a real IMAP server, and what each person has received.
import { expect } from '@playwright/test';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { startDovecot } from '../fakes/mail-desk/dovecot.ts';
import { openLine } from '../fakes/mail-desk/line.ts';
import { openSmtpServer } from '../fakes/mail-desk/smtp-server.ts';
import { CLIENT_SECRET, openTokenEndpoint } from '../fakes/mail-desk/token-endpoint.ts';

/** It vouches for all senders, since all of them have signed in. */
const VOUCHING = 'mx.schools.example';
const DESK = 'help@schools.example';
/** Approvers are asked once a minute, and mails go every five seconds. */
const LONGEST_WAIT = 90_000;

interface Letter {
  to: string;
  subject: string;
  text: string;
  /** address to answer to; null where it names none */
  replyTo: string | null;
  messageId: string;
}

export interface Post {
  smtpUrl: string;
  /** the mailbox of the desk, as an administrator sets it up; its mail system takes passwords and tokens */
  desk: {
    address: string;
    port: number;
    password: string;
    vouching: string;
    tokenUrl: string;
    clientSecret: string;
    /** for the mailbox, so far */
    tokensGiven(): number;
  };
  /** `to: subject` of all mails that people have received, oldest first */
  lines(): string[];
  /** Waits for the mail of this subject to this person. */
  letter(to: string, subject: RegExp): Promise<Letter>;
  /** Mails something in a person's name. */
  send(mail: { from: string; to: string; subject: string; text: string; inReplyTo?: string }): Promise<void>;
  close(): Promise<void>;
}

export async function openPost(): Promise<Post> {
  const tokens = await openTokenEndpoint(DESK);
  const dovecot = await startDovecot({ tokenInfo: `${tokens.url}/info`, passwordsToo: true });
  const line = await openLine(() => dovecot.connect());
  const [host, auth] = ['127.0.0.1', { user: DESK, pass: dovecot.password }];
  const mailbox = new ImapFlow({ host, port: line.port, auth, logger: false });
  await mailbox.connect();
  const letters: Letter[] = [];
  const smtp = await openSmtpServer(async (source) => {
    const to = smtp.envelopes.at(-1)?.to.join(', ') ?? '';
    const { from, subject = '', text = '', replyTo, messageId = '' } = await PostalMime.parse(source);
    if (/^help(\+[^@]+)?@schools\.example$/.test(to)) {
      const verdict = `${VOUCHING}; dmarc=pass header.from=${from?.address?.split('@')[1]}`;
      const stamp = Buffer.from(`Authentication-Results: ${verdict}\r\n`);
      await mailbox.append('INBOX', Buffer.concat([stamp, source]));
    } else {
      letters.push({ to, subject, text, replyTo: replyTo?.[0]?.address ?? null, messageId });
    }
  });
  const lines = () => letters.map(({ to, subject }) => `${to}: ${subject}`);
  const { port } = smtp.line;
  const transport = createTransport({ host, port, auth: { user: smtp.user, pass: smtp.password } });
  return {
    smtpUrl: `smtp://${smtp.user}:${smtp.password}@${host}:${port}`,
    desk: {
      address: DESK,
      port: line.port,
      password: dovecot.password,
      vouching: VOUCHING,
      tokenUrl: `${tokens.url}/token`,
      clientSecret: CLIENT_SECRET,
      tokensGiven: () => tokens.given.length,
    },
    lines,
    async letter(to, subject) {
      const find = () => letters.find((one) => one.to === to && subject.test(one.subject));
      const found = () => (find() ? 'found' : lines());
      await expect.poll(found, { message: `${subject} to ${to}`, timeout: LONGEST_WAIT }).toBe('found');
      return find() as Letter;
    },
    async send(mail) {
      await transport.sendMail(mail);
    },
    async close() {
      transport.close();
      await smtp.close();
      await mailbox.logout();
      await line.close();
      await dovecot.close();
      tokens.close();
    },
  };
}
