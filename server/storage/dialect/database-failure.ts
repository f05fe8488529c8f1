// Tells failures of the database from others.
import { SqliteError } from 'better-sqlite3';
import pg from 'pg';
import { codeOf } from '../../error-codes.ts';

/** What the client of PostgreSQL says, without a code, of a connection that is lost or cannot be made. */
const LOST =
  /^Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/;
/** Codes of a connection that is lost, or that cannot be made. */
const UNREACHABLE: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** A transaction in which it happened is over: nothing more can be done in it. */
export function isOfDatabase(failure: unknown): boolean {
  if (failure instanceof SqliteError || failure instanceof pg.DatabaseError) return true;
  return failure instanceof Error && (LOST.test(failure.message) || UNREACHABLE.has(codeOf(failure)));
}
