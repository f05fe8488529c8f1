// A mail desk with its environment: a mailbox on a real IMAP server, a real SMTP server, our connector, the sent-mail log.
import { ImapFlow } from 'imapflow';
import MailComposer from 'nodemailer/lib/mail-composer';
import { v7 as uuid } from 'uuid';
import { MailSettings } from '../../../contract/mail-settings.ts';
import type { Connector } from '../../../server/connectors/connector.ts';
import type { KindParts } from '../../../server/connectors/connector-kind.ts';
import { createMailConnector } from '../../../server/connectors/mail/index.ts';
import { createSentMails, type SentMails } from '../../../server/connectors/mail/sent-mails.ts';
import { openOwnStorage } from '../server/own-storage.ts';
import { createMailDesk, type DeskMail, type Incident, type MailDesk } from './desk.ts';
import type { Dovecot } from './dovecot.ts';
import { type Line, openLine } from './line.ts';
import { nameFiles } from './no-files.ts';
import { openSharedParser } from './shared-parser.ts';
import { openSmtpServer, type TestSmtpServer } from './smtp-server.ts';

export interface OpenedDesk {
  desk: MailDesk;
  smtp: TestSmtpServer;
  imapLine: Line;
  connector: Connector;
  sent: SentMails;
  settings: MailSettings;
  /** Creates another connector with the same sent-mail log, as after a restart. */
  connect(settings?: Partial<MailSettings>, password?: string, smtpClientSecret?: string): Connector;
  /** Puts a mail into the mailbox that the connector reads; a Buffer is the source of the mail. */
  deliver(mail: DeskMail | Buffer, folder?: string): Promise<void>;
  imap<T>(use: (client: ImapFlow) => Promise<T>): Promise<T>;
  incident(ref: string): Incident;
  /** what keeps the files of its mails */
  keepFiles: KindParts['keepFiles'];
  /** acknowledgements that are not delivered by themselves; null delivers them at once */
  delayed: DeskMail[] | null;
  /** the connector's clock */
  now: () => Date;
  /** the desk's clock in its Date headers: its difference from ours, in milliseconds */
  clock: { skew: number; zone: string };
  close(): Promise<void>;
}

const TIMEOUT = 5000;
const BODY =
  '{description}\n\nHost: {hostname}\nCategory: {category}\n{answers}\nFrom {requester} <{email}>\n({key})\n';

export async function openMailDesk(dovecot: Dovecot): Promise<OpenedDesk> {
  const { db, close: closeStorage } = await openOwnStorage();
  const user = `desk-${uuid()}`;
  const desk = createMailDesk();
  const imapLine = await openLine(() => dovecot.connect());
  const mailbox = openMailbox(dovecot, user);
  const smtp = await openSmtpServer(async (source) => {
    const answer = await desk.take(source);
    if (answer === null) return;
    if (own.delayed) own.delayed.push(answer);
    else await own.deliver(answer);
  });
  const settings = settingsOf(smtp, imapLine.port, user);
  const sent = createSentMails(db, 'a-backend');
  const connect: OpenedDesk['connect'] = (more = {}, password = smtp.password, smtpClientSecret = '') =>
    createMailConnector(
      { ...settings, ...more },
      { password, smtpClientSecret, imapPassword: dovecot.password },
      {
        ...{ fetch, timeout: TIMEOUT, sent, now: () => own.now() },
        keepFiles: (...files) => own.keepFiles(...files),
        openParser: openSharedParser,
      },
    );
  const own: OpenedDesk = {
    desk,
    smtp,
    imapLine,
    sent,
    settings,
    connect,
    connector: connect(),
    keepFiles: nameFiles,
    delayed: null,
    now: () => new Date(),
    clock: { skew: 0, zone: 'UTC' },
    async deliver(mail, box = 'INBOX') {
      const source = Buffer.isBuffer(mail) ? mail : await sourceOf(mail, own.clock.skew);
      await mailbox.use((client) => client.append(box, source));
    },
    imap: mailbox.use,
    incident(ref) {
      const found = desk.incidents.find(({ subject }) => subject.endsWith(`[${ref}]`));
      if (!found) throw new Error(`there is no incident of ${ref}`);
      return found;
    },
    async close() {
      await own.connector.close();
      await smtp.close();
      await mailbox.close();
      await imapLine.close();
      await closeStorage();
    },
  };
  return own;
}

function settingsOf(smtp: TestSmtpServer, imapPort: number, user: string): MailSettings {
  return MailSettings.parse({
    kind: 'mail',
    to: 'desk@octopus.example',
    senders: ['@octopus.example'],
    smtp: { host: '127.0.0.1', port: smtp.line.port, secure: false, user: smtp.user },
    imap: { host: '127.0.0.1', port: imapPort, secure: false, user },
    replyTo: 'guichet@contoso.example',
    numberPattern: 'INC-(\\d+)',
    statusPattern: 'Statut : ([^\\n.]+)',
    statuses: {
      Nouveau: 'new',
      'En approbation': 'waiting_for_approval',
      Approuvé: 'approved',
      Refusé: 'rejected',
      Assigné: 'assigned',
      'En suspens': 'pending',
      Résolu: 'resolved',
      Fermé: 'closed',
    },
    replyTag: '[INC-{number}]',
    template: BODY,
    serviceRequestTemplate: `#SR#\n${BODY}#END#\n`,
  });
}

/** The desk's connection to the mailbox, which is never cut. */
function openMailbox(dovecot: Dovecot, user: string) {
  let opening: Promise<{ client: ImapFlow; line: Line }> | null = null;
  async function open() {
    const line = await openLine(() => dovecot.connect());
    const auth = { user, pass: dovecot.password };
    const client = new ImapFlow({ host: '127.0.0.1', port: line.port, auth, logger: false });
    client.on('error', () => {});
    await client.connect();
    return { client, line };
  }
  return {
    async use<T>(act: (client: ImapFlow) => Promise<T>): Promise<T> {
      opening ??= open();
      return act((await opening).client);
    },
    async close() {
      if (opening === null) return;
      const { client, line } = await opening;
      await client.logout();
      await line.close();
    },
  };
}

async function sourceOf({ subject, text, fromName, headers }: DeskMail, skew: number): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: fromName, address: 'technician@octopus.example' },
    to: 'guichet@contoso.example',
    subject,
    text,
    headers,
    messageId: `<${uuid()}@octopus.example>`,
    date: new Date(Date.now() + skew),
  });
  return composer.compile().build();
}
