// What operations of connectors answer with.
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

/** Of a connector that threw: it has a bug, which is told like a failure. */
export function failedBy(bug: unknown): { ok: false; failure: Failure } {
  const said = bug instanceof Error ? bug.message : String(bug);
  return failed('refused', {
    en: `Guichet met an unexpected problem: ${said}`,
    fr: `Guichet a rencontré un problème inattendu\u00a0: ${said}`,
  });
}

/** What is no ticket is referred to by its key. */
export function foundPlain(key: string): Found {
  return { ref: key, number: null, status: null };
}
