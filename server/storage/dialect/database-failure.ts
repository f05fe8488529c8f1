// Tells failures of the database from others, and a database that is away from one that refuses.
import { SqliteError } from 'better-sqlite3';
import pg from 'pg';

/** The connection to PostgreSQL is lost, or none could be made (storage/postgres-driver). */
export class DatabaseAway extends Error {}

/**
 * What PostgreSQL says while it ends, starts, or has too many connections, of a query that took too long, and of lost
 * connections (appendix A, class 08).
 */
const AWAY = /^(08...|57P0[123]|57014|53300)$/;

/** What it says while it takes nothing: it is read-only, or has no room or memory. */
export const READ_ONLY = '25006';
const TAKES_NOTHING = /^(25006|53[124]00)$/;

const SQLITE_TAKES_NOTHING = /^SQLITE_(FULL|IOERR)/;

/** Whether the database cannot be reached at the moment, or takes nothing: what was asked may be tried again. */
export function isDatabaseAway(failure: unknown): boolean {
  if (failure instanceof DatabaseAway || takesNothing(failure)) return true;
  return failure instanceof pg.DatabaseError && AWAY.test(failure.code ?? '');
}

/** Whether the database is read-only, or has no room. */
export function takesNothing(failure: unknown): boolean {
  if (failure instanceof SqliteError) return SQLITE_TAKES_NOTHING.test(failure.code);
  return failure instanceof pg.DatabaseError && TAKES_NOTHING.test(failure.code ?? '');
}

/** A transaction in which it happened is over: nothing more can be done in it. */
export function isOfDatabase(failure: unknown): boolean {
  return failure instanceof SqliteError || failure instanceof pg.DatabaseError || isDatabaseAway(failure);
}
