// A folder of a real mailbox: waits for mails, puts mails into it, and removes only those at the end.
import { ImapFlow } from 'imapflow';
import MailComposer from 'nodemailer/lib/mail-composer';
import { v7 as uuid } from 'uuid';
import type { DeskMail } from '../fakes/mail-desk/desk.ts';

export interface LiveMailbox {
  /** Waits for the mail with this Message-ID and returns its source. */
  arrived(messageId: string): Promise<Buffer>;
  /** Puts a mail of the desk into the folder. */
  deliver(mail: DeskMail): Promise<void>;
  /** Removes all mails with this text in their subject. */
  removeAll(subject: string): Promise<void>;
  close(): Promise<void>;
}

/** How long a mail may take to arrive, in milliseconds. */
const ARRIVAL_TIMEOUT = 60_000;
/** In milliseconds. */
const POLL_INTERVAL = 500;

export async function openMailbox(url: string, to: string): Promise<LiveMailbox> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  const secure = protocol === 'imaps:';
  const folder = decodeURIComponent(pathname.slice(1)) || 'INBOX';
  const client = new ImapFlow({
    host: hostname,
    port: Number(port) || (secure ? 993 : 143),
    secure,
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    logger: false,
  });
  client.on('error', () => {});
  await client.connect();
  const ours = new Set<string>();

  async function uidsOf(messageId: string): Promise<number[]> {
    await client.mailboxOpen(folder);
    const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
    return found || [];
  }

  async function sourceOf(messageId: string): Promise<Buffer | null> {
    const [uid] = await uidsOf(messageId);
    if (uid === undefined) return null;
    const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
    return mail ? (mail.source ?? null) : null;
  }

  return {
    async arrived(messageId) {
      ours.add(messageId);
      for (const start = Date.now(); Date.now() - start < ARRIVAL_TIMEOUT; ) {
        const source = await sourceOf(messageId);
        if (source) return source;
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL));
      }
      throw new Error(
        `${messageId} did not arrive: the address of MAIL_DESK_TO must reach the mailbox of IMAP_URL`,
      );
    },
    async deliver({ subject, text, fromName, headers }) {
      const messageId = `<${uuid()}@guichet-live.example>`;
      ours.add(messageId);
      const from = { name: fromName, address: 'technician@guichet-live.example' };
      const composer = new MailComposer({ from, to, subject, text, headers, messageId, date: new Date() });
      await client.append(folder, await composer.compile().build());
    },
    async removeAll(subject) {
      await client.mailboxOpen(folder);
      const found = await client.search({ subject }, { uid: true });
      if (found && found.length > 0) await client.messageDelete(found, { uid: true });
    },
    async close() {
      for (const messageId of ours) {
        const uids = await uidsOf(messageId);
        if (uids.length > 0) await client.messageDelete(uids, { uid: true });
      }
      await client.logout();
    },
  };
}
