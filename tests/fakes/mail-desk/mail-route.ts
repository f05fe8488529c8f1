// A real SMTP server that puts each mail into the mailbox of its recipient on a real IMAP server, as the mail system between two
// organisations does: it says whether it vouches for the sender, and can deliver a mail again.
import type { AddressInfo } from 'node:net';
import { ImapFlow } from 'imapflow';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { v7 } from 'uuid';
import type { Dovecot } from './dovecot.ts';
import { type Line, openLine } from './line.ts';

export interface RoutedMail {
  to: string;
  source: Buffer;
  headers: Readonly<Record<string, string>>;
}

export interface MailBox {
  /** of the IMAP account */
  user: string;
  line: Line;
  /** UID of its last mail */
  last(): Promise<number>;
}

export interface MailRoute {
  readonly port: number;
  /** all that were delivered, oldest first */
  readonly mails: readonly RoutedMail[];
  /** Opens the mailbox of an address, also with a `+` part. `now`: the time at which mails arrive. */
  box(address: string, now: () => Date): Promise<MailBox>;
  /** Puts a mail into the mailbox of its recipient once more. */
  deliverAgain(mail: RoutedMail): Promise<void>;
  close(): Promise<void>;
}

interface OpenBox extends MailBox {
  client: ImapFlow;
  now(): Date;
}

export async function openMailRoute(dovecot: Dovecot): Promise<MailRoute> {
  const ownLine = await openLine(() => dovecot.connect());
  const boxes = new Map<string, OpenBox>();
  const mails: RoutedMail[] = [];

  async function put({ to, source }: RoutedMail): Promise<void> {
    const box = boxes.get(withoutPlus(to));
    if (box) await box.client.append('INBOX', source, [], box.now());
  }

  async function take(source: Buffer, to: string): Promise<void> {
    const { from, headers } = await PostalMime.parse(source);
    const domain = (address = '') => address.slice(address.lastIndexOf('@') + 1);
    const verdict = `Authentication-Results: mx.${domain(to)}; dmarc=pass header.from=${domain(from?.address)}\r\n`;
    const mail = {
      to,
      source: Buffer.concat([Buffer.from(verdict), source]),
      headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
    };
    mails.push(mail);
    await put(mail);
  }

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        for (const { address } of envelope.rcptTo) await take(Buffer.concat(chunks), address);
        done();
      });
    },
  });
  smtp.on('error', () => {});
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  return {
    port: (smtp.server.address() as AddressInfo).port,
    mails,
    async box(address, now) {
      // mailboxes of an earlier test are on the same server
      const user = `${v7()}-${address.replace('@', '-at-')}`;
      const auth = { user, pass: dovecot.password };
      const client = new ImapFlow({ host: '127.0.0.1', port: ownLine.port, auth, logger: false });
      client.on('error', () => {});
      await client.connect();
      const line = await openLine(() => dovecot.connect());
      const box: OpenBox = {
        ...{ user, line, client, now },
        last: async () => ((await client.status('INBOX', { uidNext: true })).uidNext ?? 1) - 1,
      };
      boxes.set(address, box);
      return box;
    },
    deliverAgain: put,
    async close() {
      for (const { client, line } of boxes.values()) {
        await client.logout();
        await line.close();
      }
      await ownLine.close();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

function withoutPlus(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}
