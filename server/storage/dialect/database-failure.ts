// Tells failures of the database from others.
import { SqliteError } from 'better-sqlite3';
import pg from 'pg';

/** A transaction in which it happened is over: nothing more can be done in it. */
export function isOfDatabase(failure: unknown): boolean {
  return failure instanceof SqliteError || failure instanceof pg.DatabaseError;
}
