// Reads objects of iTop by their ids. One that iTop cannot send fails the answer for all asked with it: halves are asked, down to that one.
import type { z } from 'zod';
import type { Failure, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import type { Query, Rest } from './rest.ts';
import { failureOf, isUnencodable, type Refusal } from './rest-answer.ts';

/** Objects of one request. */
const AT_ONCE = 50;
/** Objects that fail one by one, while none is read, before the fault is taken for iTop's own. */
const MOST_ALONE = 3;

export interface Read<T> {
  rows: T[];
  /** ids of those that iTop could not send, or not as expected */
  unreadable: string[];
}

/** `refusal`: null where iTop has not answered. */
export type Answer<T> =
  | { ok: true; value: Read<T> }
  | { ok: false; failure: Failure; refusal: Refusal | null };

/** Fails where iTop cannot be asked, or where it can send nothing at all. */
export async function readInHalves<T>(
  ask: (ids: readonly string[]) => Promise<Answer<T>>,
  ids: readonly string[],
): Promise<OperationResult<Read<T>>> {
  const read: Read<T> = { rows: [], unreadable: [] };
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const failure = await readSome(ask, ids.slice(start, start + AT_ONCE), read);
    if (failure) return { ok: false, failure };
  }
  return done(read);
}

/** Adds to `read`. Returns the failure that is not of one object, or null. */
async function readSome<T>(
  ask: (ids: readonly string[]) => Promise<Answer<T>>,
  ids: readonly string[],
  read: Read<T>,
): Promise<Failure | null> {
  const answer = await ask(ids);
  if (answer.ok) {
    read.rows.push(...answer.value.rows);
    read.unreadable.push(...answer.value.unreadable);
    return null;
  }
  if (!mayBeOfOne(answer)) return answer.failure;
  if (ids.length === 1) {
    read.unreadable.push(...ids);
    const isOfAll = !isOfOne(answer) && read.rows.length === 0 && read.unreadable.length >= MOST_ALONE;
    return isOfAll ? answer.failure : null;
  }
  const middle = Math.ceil(ids.length / 2);
  for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
    const found = await readSome(ask, half, read);
    if (found) return found;
  }
  return null;
}

function isOfOne({ refusal }: Answer<unknown> & { ok: false }): boolean {
  return refusal !== null && isUnencodable(refusal);
}

/** Whether one object may cause it: iTop has answered, such as with HTTP 500 at one that takes more memory than PHP has. */
export function mayBeOfOne(answer: Answer<unknown> & { ok: false }): boolean {
  const { failure } = answer;
  return (
    isOfOne(answer) ||
    failure.kind === 'refused' ||
    (failure.kind === 'unreachable' && failure.isOver === true)
  );
}

/** Asks for objects; one of another form is unreadable. */
export async function askRows<T>(rest: Rest, schema: z.ZodType<T>, query: Query): Promise<Answer<T>> {
  const outcome = await rest.ask({ operation: 'core/get', ...query });
  if (!outcome.ok) return { ...outcome, refusal: null };
  if (!outcome.value.isDone) return { ...failureOf(outcome.value), refusal: outcome.value };
  const value: Read<T> = { rows: [], unreadable: [] };
  for (const { key: id, fields } of outcome.value.result.objects) {
    const row = schema.safeParse({ id, ...fields });
    if (row.success) value.rows.push(row.data);
    else value.unreadable.push(id);
  }
  return done(value);
}
