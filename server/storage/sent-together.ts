// Statements of one transaction that need not wait for each other: PostgreSQL gets them in one trip, in their order.
import { codeOf } from '../error-codes.ts';

/** What PostgreSQL says of statements behind one that failed. */
const AFTER_FAILURE = '25P02';

/**
 * Returns the results in order. Throws what failed first, once all have ended: nothing of a transaction may still run after it.
 */
export async function allOf<T extends readonly unknown[]>(
  acts: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T>;
export async function allOf(acts: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(acts);
  const failures = settled.filter((act) => act.status === 'rejected').map(({ reason }): unknown => reason);
  if (failures.length > 0) throw failures.find((one) => codeOf(one) !== AFTER_FAILURE) ?? failures[0];
  return Promise.all(acts);
}
