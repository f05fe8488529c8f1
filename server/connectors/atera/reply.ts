// Replies of Atera's API, and what a failed one means for the delivery.
import { z } from 'zod';
import { parseJson } from '../../../contract/json.ts';
import type { Failure } from '../connector.ts';
import { gatewayFailure, retryAfterOf } from '../http.ts';
import { failed, failedAndOver, perhapsBarred } from '../results.ts';
import { REASONS } from './sentences.ts';

/** `at` is Atera's time; `status` is the HTTP status, null without an answer. */
export type Reply<T> =
  | { ok: true; value: T; at: Date }
  | { ok: false; failure: Failure; status: number | null };

/** Longest part of Atera's message in a reason, in characters. */
const MOST_MESSAGE = 300;

/** A failure after something was written: the write itself has taken place, so the outcome is unknown. */
export function outcomeUnknown({ failure }: { failure: Failure }) {
  return failed('unreachable', REASONS.outcomeUnknown(failure.reason));
}

/** Maps an unsuccessful answer to a failure. `at` is Atera's time; `began`: when it was asked, of `performance.now()`. */
export function failureOf(
  response: Response,
  body: string,
  { at, began }: { at: Date; began: number },
): Failure {
  const { status } = response;
  if (status === 401) {
    return { kind: 'barred', reason: REASONS.keyRefused };
  }
  if (status === 429) {
    const retryAfter = retryAfterOf(response, at);
    return { kind: 'limited', reason: REASONS.askedTooOften, retryAfter };
  }
  if (status > 500 || status === 408)
    return gatewayFailure(REASONS.notAvailable(status), status, began).failure;
  if (status === 500 || isPage(response, body)) {
    return failedAndOver(REASONS.notAvailable(status)).failure;
  }
  if (status < 400) {
    return failedAndOver(REASONS.redirected(status)).failure;
  }
  if (status === 403) {
    return perhapsBarred(REASONS.notAllowed(messageOf(body))).failure;
  }
  return { kind: 'refused', reason: REASONS.refused(status, messageOf(body)) };
}

/** Whether the answer is an HTML page of a proxy or of a maintenance: Atera's API never sends one. */
export function isPage(response: Response, body: string): boolean {
  return (
    (response.headers.get('content-type') ?? '').includes('text/html') || /^\s*<(?:!doctype|html)/i.test(body)
  );
}

const ErrorBody = z.object({ Message: z.string() });

/** Returns Atera's message; empty where there is none. */
function messageOf(body: string): string {
  const message = ErrorBody.safeParse(parseJson(body)).data?.Message ?? body;
  return message.replace(/\s+/g, ' ').trim().slice(0, MOST_MESSAGE);
}
