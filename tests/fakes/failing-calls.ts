// Makes the nth call of SQLite or of a file fail, once: statements, commits, and the opening, writing and flushing of files in this thread.
import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import BetterSqlite from 'better-sqlite3';

export interface FailingCalls {
  /** From now on calls are counted, and the nth fails. */
  arm(nth: number): void;
  /** Returns the name of the call that failed, or null where there were fewer. */
  disarm(): string | null;
  /** Takes the wrappers off. */
  undo(): void;
}

/** Of what removes files that nobody needs: its failures go to the log, and it is tried again. */
const SWEEP = 'select distinct sha256 from attachment_use';

/** Whatever is opened from now on is counted. Call it before the database is opened. */
export function wrapCalls(): FailingCalls {
  let left = 0;
  let failed: string | null = null;

  function pass(name: string, failure: () => Error): void {
    if (left === 0) return;
    left -= 1;
    if (left > 0) return;
    failed = name;
    throw failure();
  }
  const noRoomInDatabase = () => new BetterSqlite.SqliteError('database or disk is full', 'SQLITE_FULL');
  const noRoom = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

  const { prepare, transaction } = BetterSqlite.prototype;
  BetterSqlite.prototype.prepare = function counted(this: BetterSqlite.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (sql === SWEEP) return statement;
    for (const method of ['run', 'get', 'all', 'iterate'] as const) {
      const own = statement[method].bind(statement) as (...values: unknown[]) => unknown;
      const run = (...values: unknown[]) => {
        pass(sql, noRoomInDatabase);
        return own(...values);
      };
      Object.assign(statement, { [method]: run });
    }
    return statement;
  } as typeof prepare;
  BetterSqlite.prototype.transaction = function counted(
    this: BetterSqlite.Database,
    act: (...values: unknown[]) => unknown,
  ) {
    return transaction.call(this, (...values: unknown[]) => {
      const done = act(...values);
      pass('commit', noRoomInDatabase);
      return done;
    });
  } as typeof transaction;

  const { open } = fsp;
  fsp.open = async (...given) => {
    pass('open', noRoom);
    const handle = await open(...given);
    for (const method of ['write', 'datasync', 'sync'] as const) {
      const own = handle[method].bind(handle) as (...values: unknown[]) => Promise<unknown>;
      const run = async (...values: unknown[]) => {
        pass(method, noRoom);
        return own(...values);
      };
      Object.assign(handle, { [method]: run });
    }
    return handle;
  };
  syncBuiltinESMExports();

  return {
    arm(nth) {
      left = nth;
      failed = null;
    },
    disarm() {
      left = 0;
      return failed;
    },
    undo() {
      Object.assign(BetterSqlite.prototype, { prepare, transaction });
      fsp.open = open;
      syncBuiltinESMExports();
    },
  };
}
