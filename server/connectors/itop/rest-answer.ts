// What iTop's REST services answer with, and what it means: the HTTP status is 200 whatever happened, `code` decides.

import { z } from 'zod';
import { done, failed } from '../answers.ts';
import type { Answer, Failure } from '../connector.ts';
import { WHY } from './sentences.ts';

const RestObject = z.object({
  key: z.union([z.string(), z.number()]).transform(String),
  class: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
export type RestObject = z.infer<typeof RestObject>;

/** PHP writes an empty list where there is an empty object. */
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
const UNAUTHORISED = 1;
/** of rest.php: the body did not arrive, as when it is larger than PHP takes */
const MISSING = new Set([2, 3, 5, 6]);

/** What iTop said no to. */
export interface SaidNo {
  code: number;
  message: string;
}

/** What its database says when it is busy or down: the next try may go through. */
const PASSING =
  /deadlock|lock wait timeout|gone away|lost connection|too many connections|could not connect|failed to connect|maintenance/i;

/** As a failure with its reason. */
export function failureOf({ code, message }: SaidNo): { ok: false; failure: Failure } {
  if (PASSING.test(message)) return failed('unreachable', WHY.notReady(message));
  if (code === UNAUTHORISED && /invalid login|authentication error/i.test(message))
    return failed('refused', WHY.accountRefused);
  if (code === UNAUTHORISED && message.includes('REST Services User'))
    return failed('refused', WHY.lacksRestProfile);
  if (code === UNAUTHORISED && message.includes('Portal user')) return failed('refused', WHY.portalAccount);
  if (code === UNAUTHORISED) return failed('refused', WHY.lacksRight(message));
  if (MISSING.has(code)) return failed('refused', WHY.notWhole(message));
  return failed('refused', WHY.refuses(message));
}

/** Whether this iTop has no such class: other modules are installed there. */
export function lacksClass({ message }: SaidNo): boolean {
  return message.includes('is not a valid class');
}

/** Whether iTop refused for want of a right, and not for what was sent. */
export function lacksRight({ code }: SaidNo): boolean {
  return code === UNAUTHORISED;
}

/** The fields of objects as a schema has them. */
export function parseFields<T>(schema: z.ZodType<T>, objects: readonly RestObject[]): Answer<T[]> {
  const parsed = z.array(schema).safeParse(objects.map(({ key, fields }) => ({ id: key, ...fields })));
  return parsed.success ? done(parsed.data) : failed('unreachable', WHY.otherForm);
}
