// Sends mails: by SMTP where a server is configured, else to a mailbox in memory that only this machine can read.
import type { FastifyBaseLogger } from 'fastify';
import { createTransport } from 'nodemailer';
import { err, ok, type Result } from '../../contract/result.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /** Errors: mail-failed; nothing was sent then. */
  send(mail: Mail): Promise<Result<void>>;
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
const SMTP_TIMEOUT = 15 * SECOND;

/** `url` is smtp: or smtps:, with user and password where the server requires them. */
export function createSmtpMailer(url: string, from: string, log: FastifyBaseLogger): Mailer {
  const transport = createTransport(
    { url, connectionTimeout: SMTP_TIMEOUT, greetingTimeout: SMTP_TIMEOUT, socketTimeout: SMTP_TIMEOUT },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send(mail) {
      try {
        await transport.sendMail(mail);
        return ok(undefined);
      } catch (failure) {
        log.error({ reason: failure instanceof Error ? failure.message : 'unknown' }, 'a mail was not sent');
        return err('mail-failed');
      }
    },
    close: () => transport.close(),
  };
}

/** Holds the last 100 mails until the server stops. */
export function createMailbox(from: string, clock: Clock): Mailbox {
  const stored: StoredMail[] = [];
  return {
    async send(mail) {
      stored.unshift({ ...mail, from, sentAt: instantFrom(clock) });
      stored.length = Math.min(stored.length, MOST_MAILS);
      return ok(undefined);
    },
    mails: () => stored,
    close() {},
  };
}
