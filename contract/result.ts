// Expected failures are returned as a Result; only bugs throw.
import type { ErrorCode, ErrorDetails, GuichetError } from './errors.ts';

/** A value, or why there is none. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: GuichetError };

/** Returns a success. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** Returns an expected failure, with the details that its sentence needs. */
export function err(code: ErrorCode, details?: ErrorDetails): { ok: false; error: GuichetError } {
  return { ok: false, error: details ? { code, details } : { code } };
}
