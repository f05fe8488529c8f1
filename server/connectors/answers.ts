// What operations of connectors answer with.
import type { Failure, Found } from './connector.ts';

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** `reason` is a sentence for staff, without secrets. */
export function failed(
  kind: Exclude<Failure['kind'], 'limited'>,
  reason: string,
): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind, reason } };
}

/** What is no ticket is referred to by its key. */
export function foundPlain(key: string): Found {
  return { ref: key, number: null, status: null };
}
