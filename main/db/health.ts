// Whether the database can be written at the moment. Any statement may find that it cannot; one that passes ends it.
import type { Database, Statement } from 'better-sqlite3';
import { SECOND } from '../../contract/clock.ts';
import type { Clock } from '../support/clock.ts';
import type { Log } from '../support/log.ts';
import { type StorageFailure, storageFailureOf } from '../support/storage-failure.ts';

const PROBE_MS = SECOND;

/** What passes by itself. */
export type StorageProblem = Exclude<StorageFailure, 'storage-damaged'>;

export interface StorageHealth {
  /** Null while all is well. */
  problem(): StorageProblem | null;
  /** From now on nothing is tried any more. */
  stop(): void;
}

/**
 * Call it before anything prepares a statement. While there is a problem, a write is tried each second. `onChange` is called when a
 * problem begins or ends, and `onDamage` at the first sign of damage, once.
 */
export function watchStorage(parts: {
  db: Database;
  clock: Clock;
  log: Log;
  onChange(problem: StorageProblem | null): void;
  onDamage(): void;
}): StorageHealth {
  const { db, clock, log, onChange, onDamage } = parts;
  let problem: StorageProblem | null = null;
  let isDamaged = false;
  let cancel = () => {};

  function failed(failure: StorageFailure): void {
    if (failure === 'storage-damaged') {
      if (!isDamaged) {
        isDamaged = true;
        onDamage();
      }
      return;
    }
    if (problem === failure) return;
    log.warn(`the local data cannot be written: ${failure}`);
    if (problem === null) probeLater();
    problem = failure;
    onChange(problem);
  }
  function probeLater(): void {
    cancel = clock.after(PROBE_MS, probe);
  }
  function probe(): void {
    if (!db.open) return;
    try {
      // Writes the first page, and changes nothing.
      db.pragma(`user_version = ${db.pragma('user_version', { simple: true })}`);
    } catch (failure) {
      const code = storageFailureOf(failure);
      if (code) failed(code);
      probeLater();
      return;
    }
    problem = null;
    log.info('the local data can be written again');
    onChange(null);
  }

  reportFailures(db, (failure) => {
    const code = storageFailureOf(failure);
    if (code) failed(code);
  });
  return { problem: () => problem, stop: () => cancel() };
}

/** Calls `report` with what a statement or a transaction throws, before the caller gets it. */
function reportFailures(db: Database, report: (failure: unknown) => void): void {
  function reporting<A extends unknown[], R>(act: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      try {
        return act(...args);
      } catch (failure) {
        report(failure);
        throw failure;
      }
    };
  }
  const prepare = db.prepare.bind(db);
  db.prepare = ((sql: string) => {
    const statement: Statement = reporting(prepare)(sql);
    statement.run = reporting(statement.run.bind(statement));
    statement.get = reporting(statement.get.bind(statement));
    statement.all = reporting(statement.all.bind(statement));
    const iterate = statement.iterate.bind(statement);
    statement.iterate = function* (...values) {
      try {
        yield* iterate(...values);
      } catch (failure) {
        report(failure);
        throw failure;
      }
    };
    return statement;
  }) as typeof db.prepare;
  const transaction = db.transaction.bind(db);
  db.transaction = ((act: (...args: unknown[]) => unknown) => {
    const whole = transaction(act);
    return Object.assign(reporting(whole), whole);
  }) as typeof db.transaction;
}
