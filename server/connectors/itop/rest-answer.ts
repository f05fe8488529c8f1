// Answers of iTop's REST services and what they mean: the HTTP status is always 200, `code` decides.

import { z } from 'zod';
import type { Failure, OperationResult } from '../connector.ts';
import { done, failed, failedAndOver, perhapsBarred } from '../results.ts';
import { REASONS } from './sentences.ts';

const RestObject = z.object({
  key: z.union([z.string(), z.number()]).transform(String),
  class: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type RestObject = z.infer<typeof RestObject>;

/** PHP writes an empty object as an empty list. */
export const RestAnswer = z.object({
  code: z.number(),
  message: z.string().nullish(),
  objects: z
    .union([z.record(z.string(), RestObject), z.array(RestObject)])
    .nullish()
    .transform((objects) => Object.values(objects ?? {})),
});

export type RestAnswer = z.infer<typeof RestAnswer>;

export const OK = 0;
/** not one of iTop's: the answer is longer than what is read */
export const TOO_LONG = -1;
const UNAUTHORISED = 1;
/** codes of rest.php for a missing body, for instance when it exceeds PHP's limit */
const MISSING = new Set([2, 3, 5, 6]);

/** A refusal by iTop. */
export interface Refusal {
  code: number;
  message: string;
}

/** Messages of a busy or stopped database: a retry may succeed. */
const TRANSIENT =
  /deadlock|lock wait timeout|gone away|lost connection|too many connections|could not connect|failed to connect|maintenance/i;

/** Maps a refusal to a failure with its reason. */
export function failureOf({ code, message }: Refusal): { ok: false; failure: Failure } {
  if (TRANSIENT.test(message)) return failedAndOver(REASONS.notReady(message));
  if (code === UNAUTHORISED && /invalid login|authentication error/i.test(message))
    return failed('barred', REASONS.accountRefused);
  if (code === UNAUTHORISED && message.includes('REST Services User'))
    return failed('barred', REASONS.lacksRestProfile);
  if (code === UNAUTHORISED && message.includes('Portal user'))
    return failed('barred', REASONS.portalAccount);
  if (code === UNAUTHORISED) return perhapsBarred(REASONS.lacksRight(message));
  if (MISSING.has(code)) return failed('refused', REASONS.notWhole(message));
  return failed('refused', REASONS.refuses(message));
}

/** Whether this iTop has no such class, because other modules are installed. */
export function lacksClass({ message }: Refusal): boolean {
  return message.includes('is not a valid class');
}

/** Whether iTop refused because of a missing right, and not because of the content. */
export function lacksRight({ code }: Refusal): boolean {
  return code === UNAUTHORISED;
}

/** Whether iTop could not write its answer, because an object in it has bytes that are no UTF-8. */
export function isUnencodable({ message }: Refusal): boolean {
  return message.startsWith('json encoding failed');
}

/** Parses the fields of objects with a schema. */
export function parseFields<T>(schema: z.ZodType<T>, objects: readonly RestObject[]): OperationResult<T[]> {
  const parsed = z.array(schema).safeParse(objects.map(({ key, fields }) => ({ id: key, ...fields })));
  return parsed.success ? done(parsed.data) : failedAndOver(REASONS.otherForm);
}
