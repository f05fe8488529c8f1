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

/** Whether the database cannot be reached at the moment: what was asked may be tried again. */
export function isDatabaseAway(failure: unknown): boolean {
  return failure instanceof pg.DatabaseError
    ? AWAY.test(failure.code ?? '')
    : failure instanceof DatabaseAway;
}

/** A transaction in which it happened is over: nothing more can be done in it. */
export function isOfDatabase(failure: unknown): boolean {
  return failure instanceof SqliteError || failure instanceof pg.DatabaseError || isDatabaseAway(failure);
}
