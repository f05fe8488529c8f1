// Finds a ticket of an organisation by its number, as staff type it.
import type { Database, Row } from '../storage/schema.ts';

/**
 * Returns null for an unknown number. Numbers are in upper or lower case as a whole, and may be typed in the other: the database need
 * not know how letters fold.
 */
export async function findByNumber(
  db: Database,
  organisationId: string,
  number: string,
): Promise<Row<'ticket'> | null> {
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('number', 'in', numbersOf(number))
    .executeTakeFirst();
  return ticket ?? null;
}

/** Returns how a number may be written that was typed like this. */
export function numbersOf(typed: string): string[] {
  return [typed, typed.toUpperCase(), typed.toLowerCase()];
}
