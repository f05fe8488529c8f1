// Replies of Atera's API: what came of a request, and what its failures mean for the delivery.

import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import { failed } from '../answers.ts';
import type { Failure } from '../connector.ts';
import { pauseAskedFor } from '../http.ts';
import { WHY } from './sentences.ts';

/** `at` is Atera's clock; `status` that of HTTP, null when there was no answer. */
export type Reply<T> =
  | { ok: true; value: T; at: Date }
  | { ok: false; failure: Failure; status: number | null };

/** of Atera's own words in a reason, in characters */
const MOST_WORDS = 300;

/** After something was written: whatever failed since, what was written is there. */
export function unsure({ failure }: { failure: Failure }) {
  return failed('unreachable', WHY.unsure(failure.reason));
}

/** What an answer that is not a success means; `at` is Atera's clock. */
export function failureOf(response: Response, body: string, at: Date): Failure {
  const { status } = response;
  if (status === 401) {
    return { kind: 'refused', reason: WHY.keyRefused };
  }
  if (status === 429) {
    const retryAfter = pauseAskedFor(response, at);
    return { kind: 'limited', reason: WHY.askedTooOften, retryAfter };
  }
  if (status >= 500 || status === 408 || isPage(response, body)) {
    return { kind: 'unreachable', reason: WHY.notAvailable(status) };
  }
  if (status < 400) {
    return { kind: 'unreachable', reason: WHY.redirected(status) };
  }
  if (status === 403) {
    return { kind: 'refused', reason: WHY.notAllowed(said(body)) };
  }
  return { kind: 'refused', reason: WHY.refused(status, said(body)) };
}

/** A proxy's, or that of a maintenance: Atera's API itself never answers one. */
export function isPage(response: Response, body: string): boolean {
  return (
    (response.headers.get('content-type') ?? '').includes('text/html') || /^\s*<(?:!doctype|html)/i.test(body)
  );
}

const ErrorBody = z.object({ Message: z.string() });

/** Atera's own words; empty where it has none. */
function said(body: string): string {
  const message = ErrorBody.safeParse(parseJson(body)).data?.Message ?? body;
  return message.replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS);
}
