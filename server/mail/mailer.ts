// Sends mails: by SMTP where a server is configured, else to a mailbox in memory that only this machine can read.
import type { FastifyBaseLogger } from 'fastify';
import { createTransport } from 'nodemailer';
import { isLoopbackHost } from '../../contract/loopback.ts';
import { type Clock, instantFrom, SECOND } from '../clock.ts';
import { codesOf } from '../error-codes.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  /** Never throws: that a mail could not be sent is logged, by codes only, because a server's answer may name the recipient. */
  send(mail: Mail): Promise<void>;
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

const SMTP_TIMEOUT = 15 * SECOND;

/**
 * `url` is smtp: or smtps:, with user and password where the server requires them. A password is sent only over TLS,
 * except to this machine, or where the address ends with `?requireTLS=false`. `told` is called after each mail.
 */
export function createSmtpMailer(
  url: string,
  from: string,
  log: FastifyBaseLogger,
  told: (outcome: 'sent' | 'failed') => void = () => {},
): Mailer {
  const { username, hostname, searchParams } = new URL(url);
  const isExempt = isLoopbackHost(hostname) || searchParams.get('requireTLS') === 'false';
  const requireTLS = username !== '' && !isExempt;
  const transport = createTransport(
    {
      url,
      requireTLS,
      connectionTimeout: SMTP_TIMEOUT,
      greetingTimeout: SMTP_TIMEOUT,
      socketTimeout: SMTP_TIMEOUT,
    },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...mail, headers: OF_A_MACHINE });
        told('sent');
      } catch (failure) {
        told('failed');
        log.error(failure instanceof Error ? codesOf(failure) : {}, 'a mail was not sent');
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
    },
    mails: () => stored,
    close() {},
  };
}
