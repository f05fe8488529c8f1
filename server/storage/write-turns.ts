// The writer of SQLite. Transactions take turns; those that wait for each other share one commit, and so one flush to the disk.
// Nobody is told that a transaction has succeeded before the commit that holds it.
import type BetterSqlite from 'better-sqlite3';

/** Transactions that share a commit at most: the first must not wait long for the last. */
const MOST_SHARED = 64;

/** A transaction, or a single statement, that has the writer. */
export interface WriteTurn {
  /** Ends the turn. Resolves once what it wrote is on the disk; rejects when it could not be written. */
  keep(): Promise<void>;
  /** Undoes what this turn wrote, and ends it. `failure` is what went wrong: others may have lost their writes to it. */
  undo(failure: unknown): void;
}

export interface WriteTurns {
  /** Resolves when the writer is free. `isTransaction`: `undo` must be possible after a statement that succeeded. */
  take(isTransaction: boolean): Promise<WriteTurn>;
  /** As `take`, outside of any transaction. The caller calls the returned function when it is done. */
  takeAlone(): Promise<() => void>;
}

/** The transactions since the last commit. */
interface Shared {
  members: PromiseWithResolvers<void>[];
  /** turns that have begun */
  turns: number;
}

export function createWriteTurns(handle: BetterSqlite.Database): WriteTurns {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  let shared: Shared | null = null;

  async function acquire(): Promise<void> {
    if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
    isTaken = true;
  }

  function release(): void {
    const next = waiting.shift();
    if (next) {
      next();
      return;
    }
    isTaken = false;
    // others that are about to write in this turn of the event loop share the commit
    if (shared) setImmediate(() => isTaken || commit());
  }

  function commit(): void {
    const ended = shared;
    if (!ended) return;
    shared = null;
    try {
      handle.exec('commit');
      for (const member of ended.members) member.resolve();
    } catch (failure) {
      rollBack(handle);
      for (const member of ended.members) member.reject(failure);
    }
  }

  /** SQLite itself rolls everything back after some failures, such as a full disk: then nobody's writes are kept. */
  function giveUpIfRolledBack(failure?: unknown): void {
    if (!shared || handle.inTransaction) return;
    const reason = failure ?? new Error('SQLite rolled back a transaction that others shared');
    for (const member of shared.members) member.reject(reason);
    shared = null;
  }

  function begin(isTransaction: boolean): WriteTurn {
    giveUpIfRolledBack();
    if (!shared) {
      // the write lock is taken at the beginning: a lock upgrade after a read fails at once instead of waiting
      handle.exec('begin immediate');
      shared = { members: [], turns: 0 };
    }
    const own = shared;
    const isFirst = own.turns === 0;
    own.turns += 1;
    if (isTransaction && !isFirst) handle.exec('savepoint turn');
    return {
      keep() {
        const member = Promise.withResolvers<void>();
        own.members.push(member);
        giveUpIfRolledBack();
        if (isTransaction && !isFirst && shared) handle.exec('release turn');
        if (own.turns >= MOST_SHARED) commit();
        release();
        return member.promise;
      },
      undo(failure) {
        if (isFirst) {
          rollBack(handle);
          shared = null;
        } else if (isTransaction && handle.inTransaction) {
          handle.exec('rollback to turn; release turn');
        }
        giveUpIfRolledBack(failure);
        release();
      },
    };
  }

  return {
    async take(isTransaction) {
      await acquire();
      try {
        return begin(isTransaction);
      } catch (failure) {
        release();
        throw failure;
      }
    },
    async takeAlone() {
      await acquire();
      commit();
      return release;
    },
  };
}

function rollBack(handle: BetterSqlite.Database): void {
  if (handle.inTransaction) handle.exec('rollback');
}
