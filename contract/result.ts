// An expected failure is a value: handlers return a Result, and only bugs throw.
import type { ErrorCode, ErrorDetails, GuichetError } from './errors.ts';

export type Result<T> = { ok: true; value: T } | { ok: false; error: GuichetError };

/** What was asked for. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** An expected failure, with the figures its sentence needs. */
export function err(code: ErrorCode, details?: ErrorDetails): { ok: false; error: GuichetError } {
  return { ok: false, error: details ? { code, details } : { code } };
}
