// A mail connector on real SMTP and IMAP servers, with a sent-mail log of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailSettings } from '../../contract/mail-settings.ts';
import type { Connector } from '../../server/connectors/connector.ts';
import { createMailConnector } from '../../server/connectors/mail/index.ts';
import { createSentMails, type SentMails } from '../../server/connectors/mail/sent-mails.ts';
import { createMailParser } from '../../server/mailboxes/mail-parser.ts';
import { openStorage } from '../../server/storage/open.ts';
import { nameFiles } from '../fakes/mail-desk/no-files.ts';
import type { MailServers } from './environment.ts';

interface LiveConnector {
  /** @param password of the SMTP server; the right one by default */
  connect(password?: string): Connector;
  sent: SentMails;
  close(): Promise<void>;
}

const TEMPLATE = '{description}\n\n{answers}\n\n{requester} <{email}>\n{hostname}\n{key}\n';

/** `own` are the settings that differ from desk to desk. */
export async function openMailConnector(
  environment: MailServers,
  own: Partial<MailSettings>,
): Promise<LiveConnector> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guichet-live-'));
  const opened = await openStorage({ dataDir: folder, databaseUrl: null });
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const sent = createSentMails(db, 'live');
  const settings = settingsOf(environment, own);
  return {
    connect(password = passwordOf(environment.SMTP_URL)) {
      const secrets = { password, imapPassword: passwordOf(environment.IMAP_URL) };
      const parts = { fetch, now: () => new Date(), timeout: 60_000, sent };
      return createMailConnector(settings, secrets, {
        ...parts,
        ...{ keepFiles: nameFiles, openParser: createMailParser },
      });
    },
    sent,
    async close() {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function settingsOf(environment: MailServers, own: Partial<MailSettings>): MailSettings {
  const imap = new URL(environment.IMAP_URL);
  return MailSettings.parse({
    kind: 'mail',
    smtp: serverOf(new URL(environment.SMTP_URL), [587, 465]),
    imap: { ...serverOf(imap, [143, 993]), folder: decodeURIComponent(imap.pathname.slice(1)) || 'INBOX' },
    replyTo: environment.MAIL_REPLY_TO,
    template: TEMPLATE,
    serviceRequestTemplate: TEMPLATE,
    ...own,
  });
}

function serverOf({ protocol, hostname, port, username }: URL, usual: [number, number]) {
  const secure = protocol.endsWith('s:');
  return {
    host: hostname,
    port: Number(port) || usual[secure ? 1 : 0],
    secure,
    user: username ? decodeURIComponent(username) : null,
  };
}

function passwordOf(url: string): string {
  return decodeURIComponent(new URL(url).password);
}
