// Maps SMTP errors to failures of a delivery.
import { z } from 'zod';
import { MINUTE, SECOND } from '../../clock.ts';
import { NoToken } from '../../mail-tokens.ts';
import { MAILBOX_REASONS } from '../../mailboxes/sentences.ts';
import type { Failure } from '../connector.ts';
import { REASONS } from './sentences.ts';

/** The fields of a nodemailer error. */
const SmtpError = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch('unknown'),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.int().optional().catch(undefined),
});

export interface SmtpTrouble {
  /** connection: before signing in; tls: no TLS, which is required; content: our own mail could not be read */
  step: 'connection' | 'tls' | 'sign-in' | 'mail' | 'content';
  /** the server answered that it did not accept the mail */
  isAnswer: boolean;
  /** reply code of that answer; 0 where there is none */
  code: number;
  /** the message, on one line */
  detail: string;
  /** no token was given */
  noToken?: NoToken;
}

/** The account may not use the address in From: Exchange (5.7.60, 5.2.252), Postfix (not owned by user), Google (5.7.0 on behalf). */
const SEND_AS = /SendAsDenied|\b5\.7\.60\b|send (?:as|on behalf)|not owned by user/i;

/** The host takes tokens, or passwords of applications, instead: Exchange Online (5.7.139), Google (5.7.8, 5.7.9). */
const PASSWORDS_OFF = /\b5\.7\.(?:139|9)\b|basic auth|BadCredentials|application-specific/i;

/** Longest part of an answer that is shown to staff, in characters. */
const MOST_DETAIL = 200;

export function smtpTrouble(failure: unknown): SmtpTrouble {
  const { code, message, command, response, responseCode = 0 } = SmtpError.parse(failure);
  const isAnswer = responseCode >= 400 && responseCode < 600;
  const detail = (isAnswer ? (response ?? message) : message).replace(/\s+/g, ' ').slice(0, MOST_DETAIL);
  const noToken = failure instanceof NoToken ? { noToken: failure } : {};
  return { step: stepOf(code, command), isAnswer, code: isAnswer ? responseCode : 0, detail, ...noToken };
}

function stepOf(code: string | undefined, command: string | undefined): SmtpTrouble['step'] {
  switch (code) {
    case 'ETLS':
      return 'tls';
    case 'EAUTH':
    case 'ENOAUTH':
      return 'sign-in';
    case 'EENVELOPE':
    case 'EMESSAGE':
      return 'mail';
    case 'ESTREAM':
      return 'content';
    default:
      if (command === 'STARTTLS') return 'tls';
      return command === undefined || command === 'CONN' ? 'connection' : 'mail';
  }
}

export function smtpFailure({ step, code, detail, noToken }: SmtpTrouble, host: string): Failure {
  if (noToken) return failureOf(noToken);
  if (step === 'content') return { kind: 'unreachable', reason: REASONS.notComposed(detail) };
  if (step === 'tls' && code >= 500) return { kind: 'barred', reason: MAILBOX_REASONS.noTls(host, detail) };
  if (isLimit(code, detail)) {
    return { kind: 'limited', reason: REASONS.comeBackLater(host, detail), retryAfter: waitOf(detail) };
  }
  if (step === 'sign-in' && (code === 0 || code >= 500)) {
    const reason = PASSWORDS_OFF.test(detail) ? REASONS.passwordsOff : REASONS.signInRefused;
    return { kind: 'barred', reason: reason(host, detail) };
  }
  if (code >= 500 && SEND_AS.test(detail)) {
    return { kind: 'barred', reason: REASONS.sendAsRefused(host, detail), perhaps: true };
  }
  // 503 means a bad command sequence, not that the mail is refused
  if (code >= 500 && code !== 503) {
    return { kind: 'refused', reason: REASONS.mailRefused(host, detail) };
  }
  if (step === 'mail' && code === 0) {
    return { kind: 'refused', reason: REASONS.notSendable(host, detail) };
  }
  return { kind: 'unreachable', reason: REASONS.notTaken(host, detail) };
}

/** A host that refuses the secret refuses it for all mails. */
function failureOf({ kind, reason }: NoToken): Failure {
  return kind === 'refused' ? { kind: 'barred', reason } : { kind, reason, isOver: true };
}

/** Rate and volume limits among 4xx replies (RFC 3463: X.3.2, X.4.5, X.5.3, X.7.x); others concern this mail. */
function isLimit(code: number, detail: string): boolean {
  if (code === 421) return true;
  return code >= 400 && code < 500 && /\b4\.(3\.2|4\.5|5\.3|7\.\d{1,3})\b/.test(detail);
}

/** Returns the wait in milliseconds. SMTP has no field for it: parses the message, else one minute. */
function waitOf(detail: string): number {
  const [, amount, unit] = /\b(\d{1,4}) ?(s|sec|second|min|minute)s?\b/i.exec(detail) ?? [];
  if (amount === undefined || unit === undefined) return MINUTE;
  return Math.max(1, Number(amount)) * (unit.toLowerCase().startsWith('s') ? SECOND : MINUTE);
}
