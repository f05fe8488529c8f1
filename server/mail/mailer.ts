// Sends mails: by SMTP where a server is configured; for trials to a mailbox in memory that only this machine can read; else nowhere.
import type { Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { createTransport } from 'nodemailer';
import { DESK_HEADER } from '../../contract/desk-mails.ts';
import { isLoopbackHost } from '../../contract/loopback.ts';
import type { Reason } from '../../contract/primitives.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';
import { codesOf } from '../error-codes.ts';
import { provisionOf, type Tokens } from '../mail-tokens.ts';
import { FileNotRead, type MailFailure, mailFailureOf } from './mail-failure.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** name of its sender, where it is somebody's */
  fromName?: string;
  files?: readonly SentFile[];
  /** of a mail about a ticket */
  thread?: MailThread;
}

/** Read while the mail is sent. */
export interface SentFile {
  name: string;
  mediaType: string;
  open(): Promise<Readable>;
}

/** Where a mail belongs, and whose words it carries. */
export interface MailThread {
  messageId: string;
  /** Message-ID that all mails of the ticket refer to; null for the first one, and for a digest */
  refersTo: string | null;
  replyTo: string | null;
  /** a technician wrote the most of it: it is not marked as a machine's, which others drop unread */
  byPerson: boolean;
  /** address of the page that switches such mails off (RFC 8058); null where nobody does */
  unsubscribe: string | null;
  /** what the Guichet of another desk reads of it; left out in a mail to a person */
  desk?: string;
}

export interface Mailer {
  /** why no mail leaves, whatever it is; left out where mails can be sent */
  readonly missing?: Reason;
  /**
   * Returns why the mail was not sent, or null. Never throws. A failure is logged by codes only, because a server's answer may name
   * the recipient.
   */
  send(mail: Mail): Promise<MailFailure | null>;
  close(): void;
}

export interface StoredMail extends Mail {
  from: string;
  sentAt: string;
}

export interface Mailbox extends Mailer {
  /** newest first */
  mails(): readonly StoredMail[];
}

const MOST_MAILS = 100;
/** Nobody is to answer automatically: RFC 3834 section 5, and Exchange's own header. */
const OF_A_MACHINE = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
/** Of a person's words: only what is no answer is held back. */
const OF_A_PERSON = { 'X-Auto-Response-Suppress': 'OOF, AutoReply' };

const SMTP_TIMEOUT = 15 * SECOND;

/**
 * `url` is smtp: or smtps:, with user and password where the server requires them. A password is sent only over TLS,
 * except to this machine, or where the address ends with `?requireTLS=false`. `tokens` sign in instead of a password. `told` is called after each mail.
 */
export function createSmtpMailer(
  { url, tokens }: { url: string; tokens: Tokens | null },
  from: string,
  log: FastifyBaseLogger,
  told: (outcome: 'sent' | 'failed') => void = () => {},
): Mailer {
  const { username, hostname, searchParams } = new URL(url);
  const user = decodeURIComponent(username);
  const isExempt = isLoopbackHost(hostname) || searchParams.get('requireTLS') === 'false';
  const requireTLS = username !== '' && !isExempt;
  const transport = createTransport(
    {
      url,
      requireTLS,
      ...(tokens && { auth: { type: 'OAuth2' as const, user } }),
      connectionTimeout: SMTP_TIMEOUT,
      greetingTimeout: SMTP_TIMEOUT,
      socketTimeout: SMTP_TIMEOUT,
    },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  if (tokens) transport.set('oauth2_provision_cb', provisionOf(tokens));
  return {
    async send({ thread, fromName, files = [], ...mail }) {
      const opened: Opened[] = [];
      try {
        for (const file of files) opened.push(await openFile(file));
        await transport.sendMail({
          ...mail,
          ...(fromName !== undefined && { from: { name: fromName, address: addressIn(from) } }),
          attachments: opened,
          ...threadOptions(thread),
        });
        told('sent');
        return null;
      } catch (failure) {
        told('failed');
        log.error(failure instanceof Error ? codesOf(failure) : {}, 'a mail was not sent');
        return mailFailureOf(failure);
      } finally {
        for (const { content } of opened) content.destroy();
      }
    },
    close: () => transport.close(),
  };
}

type Opened = Awaited<ReturnType<typeof openFile>>;

async function openFile({ name: filename, mediaType: contentType, open }: SentFile) {
  const contentDisposition = 'attachment' as const;
  try {
    return { filename, contentType, contentDisposition, content: await open() };
  } catch (failure) {
    throw new FileNotRead('a file of a mail could not be read', { cause: failure });
  }
}

/** Such as help@example.org of `Help <help@example.org>`. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
}

function threadOptions(thread: MailThread | undefined) {
  if (!thread) return { headers: OF_A_MACHINE };
  const { messageId, refersTo, replyTo, byPerson, unsubscribe, desk } = thread;
  return {
    messageId,
    ...(refersTo !== null && { inReplyTo: refersTo, references: refersTo }),
    ...(replyTo !== null && { replyTo }),
    // read there as it was written: no flowed lines
    ...(desk !== undefined && { textEncoding: 'base64' as const }),
    headers: {
      ...(byPerson ? OF_A_PERSON : OF_A_MACHINE),
      ...(desk !== undefined && { [DESK_HEADER]: desk }),
      ...(unsubscribe !== null && { 'List-Unsubscribe': `<${unsubscribe}>` }),
      // RFC 8058 section 3.1: only over HTTPS
      ...(unsubscribe?.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

/** Of a server without an SMTP server. */
export function createNoMailer(): Mailer {
  const reason: Reason = {
    en: 'No mail server is set, so no mail is sent. Set SMTP_URL and restart the server.',
    fr: 'Aucun serveur de messagerie n’est indiqué, donc aucun courriel ne part. Indiquez SMTP_URL et redémarrez le serveur.',
  };
  return { missing: reason, send: async () => ({ kind: 'refused', reason }), close() {} };
}

/** Holds the last 100 mails until the server stops. */
export function createMailbox(from: string, clock: Clock): Mailbox {
  const stored: StoredMail[] = [];
  return {
    async send({ files = [], ...mail }) {
      const names = files.map(({ name }) => `[${name}]\n`).join('');
      stored.unshift({ ...mail, text: `${mail.text}${names}`, from, sentAt: instantFrom(clock) });
      stored.length = Math.min(stored.length, MOST_MAILS);
      return null;
    },
    mails: () => stored,
    close() {},
  };
}
