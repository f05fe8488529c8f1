// Shared by connectors that use HTTP: the backend's address and clock, Retry-After, and reasons for a failed request.

import { z } from 'zod';
import type { ImapMailbox } from '../../contract/mail-server.ts';
import type { Reason } from '../../contract/primitives.ts';
import { unknownAuthority } from '../certificate-authorities.ts';
import { HOUR, MINUTE, SECOND } from '../clock.ts';
import type { BackendServer } from './connector-kind.ts';
import { type Failed, failed, failedAndOver } from './results.ts';

interface AtUrl {
  url: string;
}

/** The server of an http or https address. */
export function serversOf({ url }: AtUrl): [BackendServer] {
  const { hostname, port, protocol } = new URL(url);
  return [{ host: hostname, port: Number(port) || (protocol === 'https:' ? 443 : 80) }];
}

/** The server of a mailbox, and the one that gives tokens for it. */
export function serversOfMailbox(mailbox: ImapMailbox): BackendServer[] {
  return [mailbox, ...(mailbox.token === null ? [] : serversOf({ url: mailbox.token.tokenUrl }))];
}

/** Scheme, host and port. */
export function originOf({ url }: AtUrl): string {
  return new URL(url).origin;
}

/** A text as one segment of a path. Half of a surrogate pair, which JSON can hold and no URL, becomes U+FFFD. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** The backend's clock, from the Date headers of its answers: it may differ from ours. */
export interface RemoteClock {
  now(): Date;
  /** Returns how far it is ahead of ours, in milliseconds. */
  skew(): number;
  /** Reads the time from an answer's Date header, where there is one. */
  observe(response: Response): void;
}

/** Equals our clock until the first answer. */
export function createRemoteClock(ours: () => Date): RemoteClock {
  let skew = 0;
  return {
    now: () => new Date(ours().getTime() + skew),
    skew: () => skew,
    observe({ headers }) {
      const date = Date.parse(headers.get('date') ?? '');
      if (!Number.isNaN(date)) skew = date - ours().getTime();
    },
  };
}

/**
 * Returns Retry-After in milliseconds, from one second to one hour; one minute where the header is missing or invalid.
 * The header is a number of seconds or a date of the backend's clock (RFC 9110 section 10.2.3).
 */
export function retryAfterOf({ headers }: Response, at: Date): number {
  const value = headers.get('retry-after')?.trim() ?? '';
  const pause = /^\d+(\.\d+)?$/.test(value) ? Number(value) * SECOND : Date.parse(value) - at.getTime();
  return Number.isNaN(pause) ? MINUTE : Math.min(Math.max(pause, SECOND), HOUR);
}

/** A gateway that reaches no server says so sooner. Later, one may have been at work. */
const GATEWAY_WAITS = 10 * SECOND;

/**
 * The failure that a gateway answers (502, 503, 504: RFC 9110 section 15.6) to a request that began at this `performance.now()`. 504
 * says that it gave up on a server, however short it waited: that one may still be at work.
 */
export function gatewayFailure(reason: Reason, status: number, began: number): Failed {
  const isOver = status !== 504 && performance.now() - began < GATEWAY_WAITS;
  return isOver ? failedAndOver(reason) : failed('unreachable', reason);
}

const Caused = z.object({ cause: z.object({ code: z.string() }) });

/** Codes of a connection that was never there: nothing was sent. They are those of Node's dns, net and tls, of undici, and of link-local. */
const NOT_CONNECTED =
  /^(?:.* \(link-local\)|ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w+_CERT(?:_\w+)?|DEPTH_ZERO_\w+|UNABLE_TO_\w+|ERR_TLS_\w+)$/;

/**
 * Returns how fetch failed, from the kind of error only: its message may contain the URL with secrets. Rethrows anything
 * that fetch does not throw.
 */
export function fetchFailure(who: string, failure: unknown): Failed {
  if (!isFetchFailure(failure)) throw failure;
  if (failure.name === 'TimeoutError')
    return failed('unreachable', {
      en: `${who} did not answer in time.`,
      fr: `${who} n’a pas répondu à temps.`,
    });
  const code = Caused.safeParse(failure).data?.cause.code;
  if (code === undefined)
    return failed('unreachable', { en: `${who} cannot be reached.`, fr: `${who} est injoignable.` });
  const reason = unknownAuthority(who, code) ?? {
    en: `${who} cannot be reached: ${code}.`,
    fr: `${who} est injoignable\u00a0: ${code}.`,
  };
  return NOT_CONNECTED.test(code) ? failedAndOver(reason) : failed('unreachable', reason);
}

/** Whether a request failed with this, rather than because of a bug. */
export function isFetchFailure(failure: unknown): failure is DOMException | TypeError {
  return failure instanceof DOMException || failure instanceof TypeError;
}

/** Returns the body, or null where it is longer than `most` bytes. */
export async function bodyUpTo({ body }: Response, most: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A file may take twice as long as any other answer. */
export function fileTimeout({ timeout }: { timeout: number }): AbortSignal {
  return AbortSignal.timeout(2 * timeout);
}
