// What a mail server's refusal means for a delivery.
import { z } from 'zod';
import { MINUTE, SECOND } from '../../clock.ts';
import type { Failure } from '../connector.ts';
import { WHY } from './sentences.ts';

/** What nodemailer says of a failure. */
const SmtpError = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch('unknown'),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.int().optional().catch(undefined),
});

export interface SmtpTrouble {
  /** connection: before signing in; content: what we had to send, not the server */
  step: 'connection' | 'sign-in' | 'mail' | 'content';
  /** the server itself answered that it did not take the mail */
  isAnswer: boolean;
  /** of that answer; 0 where there is none */
  code: number;
  /** one line */
  said: string;
}

/** Longest part of an answer that staff are shown, in characters. */
const MOST_SAID = 200;

export function smtpTrouble(failure: unknown): SmtpTrouble {
  const { code, message, command, response, responseCode = 0 } = SmtpError.parse(failure);
  const isAnswer = responseCode >= 400 && responseCode < 600;
  const said = (isAnswer ? (response ?? message) : message).replace(/\s+/g, ' ').slice(0, MOST_SAID);
  return { step: stepOf(code, command), isAnswer, code: isAnswer ? responseCode : 0, said };
}

function stepOf(code: string | undefined, command: string | undefined): SmtpTrouble['step'] {
  switch (code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return 'sign-in';
    case 'EENVELOPE':
    case 'EMESSAGE':
      return 'mail';
    case 'ESTREAM':
      return 'content';
    default:
      return command === undefined || command === 'CONN' ? 'connection' : 'mail';
  }
}

export function smtpFailure({ step, code, said }: SmtpTrouble, host: string): Failure {
  if (step === 'content') return { kind: 'unreachable', reason: WHY.notComposed(said) };
  if (isLimit(code, said)) {
    return { kind: 'limited', reason: WHY.comeBackLater(host, said), retryAfter: waitOf(said) };
  }
  if (step === 'sign-in' && (code === 0 || code >= 500)) {
    return { kind: 'refused', reason: WHY.signInRefused(host, said) };
  }
  // 503 says that the conversation went wrong, not that the mail is refused
  if (code >= 500 && code !== 503) {
    return { kind: 'refused', reason: WHY.mailRefused(host, said) };
  }
  if (step === 'mail' && code === 0) {
    return { kind: 'refused', reason: WHY.notSendable(host, said) };
  }
  return { kind: 'unreachable', reason: WHY.notTaken(host, said) };
}

/** Of all 4xx, those about how much or how often (RFC 3463: X.3.2, X.4.5, X.5.3, X.7.x); the others are about this mail. */
function isLimit(code: number, said: string): boolean {
  if (code === 421) return true;
  return code >= 400 && code < 500 && /\b4\.(3\.2|4\.5|5\.3|7\.\d{1,3})\b/.test(said);
}

/** SMTP has no field for it: many say it in words. A minute where they do not. */
function waitOf(said: string): number {
  const [, amount, unit] = /\b(\d{1,4}) ?(s|sec|second|min|minute)s?\b/i.exec(said) ?? [];
  if (amount === undefined || unit === undefined) return MINUTE;
  return Math.max(1, Number(amount)) * (unit.toLowerCase().startsWith('s') ? SECOND : MINUTE);
}
