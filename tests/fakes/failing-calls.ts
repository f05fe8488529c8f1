// Makes one call of SQLite or of a file fail, once: statements, commits, and the opening, writing and flushing of files in this thread.
import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import BetterSqlite from 'better-sqlite3';

/** The nth call of a name since it was armed: a statement, `commit`, `open`, `write`, `datasync` or `sync`. */
export interface Call {
  name: string;
  nth: number;
}

export interface FailingCalls {
  /** From now on calls are recorded. */
  record(): void;
  /** Returns the calls since `record`, in their order, and records no more. */
  recorded(): Call[];
  /** This call fails, counted from now on. */
  arm(call: Call): void;
  /** Returns whether it has failed. No call fails from now on. */
  disarm(): boolean;
  /** Takes the wrappers off. */
  undo(): void;
}

/** Of what removes files that nobody needs: its failures go to the log, and it is tried again. */
const SWEEP = 'select distinct sha256 from attachment_use';

/** Whatever is opened from now on is counted. Call it before the database is opened. */
export function wrapCalls(): FailingCalls {
  const times = new Map<string, number>();
  let record: Call[] | null = null;
  let fatal: Call | null = null;
  let hasFailed = false;

  function pass(name: string, failure: () => Error): void {
    if (record === null && fatal === null) return;
    const nth = (times.get(name) ?? 0) + 1;
    times.set(name, nth);
    record?.push({ name, nth });
    if (hasFailed || fatal?.name !== name || fatal.nth !== nth) return;
    hasFailed = true;
    throw failure();
  }
  const noRoomInDatabase = () => new BetterSqlite.SqliteError('database or disk is full', 'SQLITE_FULL');
  const noRoom = () => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

  const { exec, prepare, transaction } = BetterSqlite.prototype;
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
  BetterSqlite.prototype.exec = function counted(this: BetterSqlite.Database, sql: string) {
    if (sql === 'commit') pass(sql, noRoomInDatabase);
    return exec.call(this, sql);
  };
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
    record() {
      times.clear();
      record = [];
    },
    recorded() {
      const all = record ?? [];
      record = null;
      return all;
    },
    arm(call) {
      times.clear();
      fatal = call;
      hasFailed = false;
    },
    disarm() {
      fatal = null;
      return hasFailed;
    },
    undo() {
      Object.assign(BetterSqlite.prototype, { exec, prepare, transaction });
      fsp.open = open;
      syncBuiltinESMExports();
    },
  };
}
