// Items of a backend that could not be read: stepped over, named in its health, and tried again now and then.
import { z } from 'zod';
import { Instant, type Reason } from '../../contract/primitives.ts';
import { HOUR } from '../clock.ts';
import type { Changes } from './connector.ts';

/** Between two tries, in milliseconds: an item may be mended where nothing tells of it. */
const TRY_EVERY = HOUR;
/** Items that are tried again in one call. */
const MOST_TRIES = 5;
const MOST = 100;

/** By reference: the item's number for people, a mark of the state in which it could not be read, and when it was last tried. */
export const Unreadable = z.record(z.string(), z.tuple([z.string(), z.string(), Instant]));
export type Unreadable = z.infer<typeof Unreadable>;

/** Returns what a cursor keeps of them. */
export function keptOf(unreadable: Unreadable): Unreadable {
  return Object.fromEntries(Object.entries(unreadable).slice(-MOST));
}

/**
 * Returns the references that are to be tried again at `now`, in milliseconds since 1970; at once where the clock was ahead at the last
 * try.
 */
export function dueOf(unreadable: Unreadable, now: number): string[] {
  return Object.entries(unreadable)
    .map(([ref, [, , triedAt]]) => ({ ref, since: now - Date.parse(triedAt) }))
    .filter(({ since }) => since < 0 || since >= TRY_EVERY)
    .slice(0, MOST_TRIES)
    .map(({ ref }) => ref);
}

/** Names what could not be read where something was tried in vain; null where all was read since; else nothing. */
export function leftOutOf(
  before: Unreadable,
  after: Unreadable,
  say: (numbers: readonly string[]) => Reason,
): Pick<Changes, 'leftOut'> {
  const numbers = Object.values(after).map(([number]) => number);
  if (numbers.length === 0) return Object.keys(before).length > 0 ? { leftOut: null } : {};
  const isTried = Object.entries(after).some(([ref, [, , triedAt]]) => before[ref]?.[2] !== triedAt);
  return isTried ? { leftOut: say(numbers.sort()) } : {};
}

/** The first numbers of a list, for a sentence. */
export function someOf(numbers: readonly string[]): string {
  const some = numbers.slice(0, 10).map((number) => number.slice(0, 50));
  return some.join(', ') + (numbers.length > 10 ? ', …' : '');
}
