// Builds the results of connector operations.
import type { Reason } from '../../contract/primitives.ts';
import type { Failure, Found } from './connector.ts';

export function done<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function failed(
  kind: Exclude<Failure['kind'], 'limited'>,
  reason: Reason,
): { ok: false; failure: Failure } {
  return { ok: false, failure: { kind, reason } };
}

/** Turns an exception of a connector, which is a bug, into a failure. */
export function failedBy(bug: unknown): { ok: false; failure: Failure } {
  const detail = bug instanceof Error ? bug.message : String(bug);
  return failed('refused', {
    en: `Guichet had an unexpected problem: ${detail}`,
    fr: `Guichet a rencontré un problème inattendu\u00a0: ${detail}`,
  });
}

/** A comment, file or act: its key is its reference. */
export function foundPlain(key: string): Found {
  return { ref: key, number: null, status: null };
}
