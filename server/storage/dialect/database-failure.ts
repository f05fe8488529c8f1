// Tells failures of the database from others, and a database that is away from one that refuses.
import { SqliteError } from 'better-sqlite3';
import pg from 'pg';

/** No connection to the database could be made. */
export class DatabaseAway extends Error {}

/** What the client of PostgreSQL says, without a code, where a connection is lost. */
const LOST = /^Connection terminated|connection error and is not queryable/;
/** What PostgreSQL says while it ends, starts, or has too many connections, and of lost ones (appendix A, class 08). */
const AWAY = /^(08...|57P0[123]|53300)$/;

/** Whether the database cannot be reached at the moment: what was asked may be tried again. */
export function isDatabaseAway(failure: unknown): boolean {
  if (failure instanceof pg.DatabaseError) return AWAY.test(failure.code ?? '');
  return failure instanceof DatabaseAway || (failure instanceof Error && LOST.test(failure.message));
}

/** A transaction in which it happened is over: nothing more can be done in it. */
export function isOfDatabase(failure: unknown): boolean {
  return failure instanceof SqliteError || failure instanceof pg.DatabaseError || isDatabaseAway(failure);
}
