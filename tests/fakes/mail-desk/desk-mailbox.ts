// The mailbox of a built-in desk: on a real IMAP server, read by a real server of ours.
import { ImapFlow } from 'imapflow';
import { v7 } from 'uuid';
import type { DeskMailbox } from '../../../contract/built-in-settings.ts';
import { SECOND } from '../../../contract/clock.ts';
import { createReplyKeys } from '../../../server/mail/reply-key.ts';
import type { FakeStaff, TestServer } from '../server/test-server.ts';
import { until } from '../server/until.ts';
import type { Dovecot } from './dovecot.ts';
import { type Line, openLine } from './line.ts';

export const DESK_ADDRESS = 'desk@contoso.example';
const AUTH_SERVER = 'mx.contoso.example';

export interface MailToDesk {
  from?: string;
  to?: string;
  subject?: string;
  text?: string;
  /** false: the receiving server says that the sender is forged; null: it says nothing */
  proven?: boolean | null;
  headers?: Record<string, string>;
  /** of the content, instead of plain text */
  type?: string;
}

export interface OpenedDeskMailbox {
  line: Line;
  settings: DeskMailbox;
  /** Sets it up for the server, whose desk reads it from now on. */
  setUp(server: TestServer, settings?: Partial<DeskMailbox>, secrets?: Record<string, string>): Promise<void>;
  /** Puts a mail into the mailbox, at the server's time. Returns its Message-ID. */
  deliver(mail: MailToDesk | Buffer, at?: Date): Promise<string>;
  imap<T>(use: (client: ImapFlow) => Promise<T>): Promise<T>;
  /** Waits until the server has read all that is there. */
  allRead(server: TestServer): Promise<void>;
  /** The address with the key of a ticket. */
  addressOf(server: TestServer, ticketId: string): string;
  close(): Promise<void>;
}

export function sourceOf(
  {
    from = 'ana@contoso.example',
    to = DESK_ADDRESS,
    subject = 'Nothing prints',
    text = 'The printer of room 12 prints nothing.\r\n',
    proven = true,
    headers = {},
    type = 'text/plain; charset=utf-8',
  }: MailToDesk,
  id: string,
): string {
  const domain = from.slice(from.lastIndexOf('@') + 1).replace('>', '');
  const verdict = `${AUTH_SERVER}; dmarc=${proven ? 'pass' : 'fail'} header.from=${domain}`;
  const all = {
    ...(proven !== null && { 'Authentication-Results': verdict }),
    ...{ From: from, To: to, Subject: subject, 'Message-ID': id, 'Content-Type': type, ...headers },
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

/** `signIn`: by password, unless it says otherwise. */
export async function openDeskMailbox(
  dovecot: Dovecot,
  user = `desk-${v7()}`,
  signIn: () => Promise<{ pass: string } | { accessToken: string }> = async () => ({
    pass: dovecot.password,
  }),
): Promise<OpenedDeskMailbox> {
  const line = await openLine(() => dovecot.connect());
  const ownLine = await openLine(() => dovecot.connect());
  const auth = { user, ...(await signIn()) };
  const client = new ImapFlow({ host: '127.0.0.1', port: ownLine.port, auth, logger: false });
  client.on('error', () => {});
  await client.connect();
  const settings: DeskMailbox = {
    ...{ address: DESK_ADDRESS, host: '127.0.0.1', port: line.port, secure: false, allowPlain: false, user },
    ...{ folder: 'INBOX', token: null, authServer: AUTH_SERVER, strangers: 'hold', organisationId: null },
    ...{ language: 'en', desks: [] },
  };
  let now = () => new Date();
  const own: OpenedDeskMailbox = {
    line,
    settings,
    async setUp(server, more = {}, secrets = { mailboxPassword: dovecot.password }) {
      now = server.clock.now;
      const administrator: FakeStaff = await server.administrator();
      const mailbox = { ...settings, ...more };
      const json = {
        name: 'Desk',
        settings: { kind: 'built-in', closeAfterDays: null, mailbox },
        secrets,
      };
      const saved = await administrator.ask('/backends/built-in', { method: 'PUT', json });
      if (saved.status !== 200) throw new Error(`not saved: ${JSON.stringify(saved.body)}`);
    },
    async deliver(mail, at = now()) {
      const id = `<${v7()}@sender.example>`;
      const source = Buffer.isBuffer(mail) ? mail : Buffer.from(sourceOf(mail, id));
      await client.append('INBOX', source, [], at);
      return id;
    },
    imap: (use) => use(client),
    async allRead(server) {
      const { uidNext } = await client.status('INBOX', { uidNext: true });
      const last = (uidNext ?? 1) - 1;
      await until(async () => {
        // mailboxes take no mail of the day after
        server.clock.advance(SECOND);
        const [row] = await server.rows('SELECT cursor FROM desk_mailbox');
        return Number(String(row?.cursor ?? '').split(':')[1] ?? -1) >= last;
      }, `the mail ${last} is read`);
    },
    addressOf(server, ticketId) {
      const key = createReplyKeys(server.serverKey()).addressKeyOf(ticketId);
      return DESK_ADDRESS.replace('@', `+${key}@`);
    },
    async close() {
      await client.logout();
      await ownLine.close();
      await line.close();
    },
  };
  return own;
}
