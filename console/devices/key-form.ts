// The form of a new enrolment key: every field holds what was typed until all of them are valid.
import { z } from 'zod';
import { NewEnrolmentKey } from '../../contract/console.ts';
import { typedList } from '../ui/typed-list.ts';
import type { Parsed } from '../ui/use-form.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Days after which a new key expires; null: never. */
const DAYS = { month: 30, quarter: 90, year: 365, never: null } as const;

export const KeyLife = z.enum(['month', 'quarter', 'year', 'never']);
export type KeyLife = z.infer<typeof KeyLife>;

export interface KeyForm {
  life: KeyLife;
  /** empty: any number */
  mostUses: string;
  /** separated by commas; empty: from anywhere */
  networks: string;
  pool: boolean;
}

export const BLANK_KEY: KeyForm = { life: 'quarter', mostUses: '', networks: '', pool: false };

/** `now` is in milliseconds since the epoch. */
export function parseKeyForm(
  { life, mostUses, networks, pool }: KeyForm,
  now: number,
): Parsed<NewEnrolmentKey> {
  const days = DAYS[life];
  const parsed = NewEnrolmentKey.safeParse({
    expiresAt: days === null ? null : new Date(now + days * DAY_MS).toISOString(),
    mostUses: mostUses.trim() === '' ? null : Number(mostUses),
    networks: typedList(networks),
    pool,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, wrong: new Set(parsed.error.issues.map(({ path }) => String(path[0]))) };
}
