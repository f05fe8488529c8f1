// Replies of Atera's API: what came of a request, and what its failures mean for the delivery.
import { z } from 'zod';
import { SECOND } from '../../clock.ts';
import type { Answer, Failure } from '../connector.ts';

/** `at` is Atera's clock; `status` that of HTTP, null when there was no answer. */
export type Reply<T> =
  | { ok: true; value: T; at: Date }
  | { ok: false; failure: Failure; status: number | null };

/** How long to stay away when Atera does not say it, and the most that is believed, in milliseconds. */
const USUAL_PAUSE = 60 * SECOND;
const LONGEST_PAUSE = 3600 * SECOND;
/** of Atera's own words in a reason, in characters */
const MOST_WORDS = 300;

export function done<T>(value: T): Answer<T> {
  return { ok: true, value };
}

export function failed(kind: Exclude<Failure['kind'], 'limited'>, reason: string) {
  return { ok: false, failure: { kind, reason } } as const;
}

/** After something was written: whatever failed since, what was written is there. */
export function unsure({ failure }: { failure: Failure }) {
  return failed('unreachable', `It was sent to Atera, but what came of it is not known: ${failure.reason}`);
}

/** What an answer that is not a success means; `at` is Atera's clock. */
export function failureOf(response: Response, body: string, at: Date): Failure {
  const { status } = response;
  if (status === 401) {
    return {
      kind: 'refused',
      reason: 'Atera does not accept the API key (401): make a new one there and enter it here.',
    };
  }
  if (status === 429) {
    const retryAfter = pauseOf(response.headers.get('retry-after'), at);
    return { kind: 'limited', reason: 'Atera was asked too often (429).', retryAfter };
  }
  if (status >= 500 || status === 408 || isPage(response, body)) {
    return { kind: 'unreachable', reason: `Atera is not available: it answered ${status}.` };
  }
  if (status < 400) {
    return {
      kind: 'unreachable',
      reason: `The address of Atera leads elsewhere (${status}): check that it ends in /api/v3.`,
    };
  }
  if (status === 403) {
    return { kind: 'refused', reason: `Atera does not allow this to the API key (403)${said(body)}` };
  }
  return { kind: 'refused', reason: `Atera refused this (${status})${said(body)}` };
}

/** A proxy's, or that of a maintenance: Atera's API itself never answers one. */
export function isPage(response: Response, body: string): boolean {
  return (
    (response.headers.get('content-type') ?? '').includes('text/html') || /^\s*<(?:!doctype|html)/i.test(body)
  );
}

const Told = z.object({ Message: z.string() });

/** Atera's own words, where it has some. */
function said(body: string): string {
  const message = Told.safeParse(jsonIn(body)).data?.Message ?? body;
  const words = message.replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS);
  return words === '' ? '.' : `: “${words}”.`;
}

/** What is no JSON, such as an empty answer, is undefined. */
export function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Retry-After in seconds or as a date (RFC 9110 section 10.2.3), in milliseconds; a date is one of Atera's clock. */
function pauseOf(header: string | null, at: Date): number {
  const words = header?.trim() ?? '';
  const pause = /^\d+$/.test(words) ? Number(words) * SECOND : Date.parse(words) - at.getTime();
  return Number.isNaN(pause) ? USUAL_PAUSE : Math.min(Math.max(pause, SECOND), LONGEST_PAUSE);
}
