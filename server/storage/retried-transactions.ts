// Tries transactions again that met another one: PostgreSQL has many writers, and makes one of them begin anew.
import { Kysely, type TransactionBuilder } from 'kysely';
import pg from 'pg';
import { alone, OUTDATED_PLAN } from './postgres-driver.ts';

/** Tries of a transaction. From the second on, those of this server follow one another. */
const MOST_TRIES = 20;
/** Then it runs without others, on any server, which would otherwise overtake it for ever where many write the same rows. */
const TRIES_AMONG_OTHERS = 4;

/**
 * What another transaction causes (PostgreSQL, appendix A): serialization failure, deadlock, and a row that somebody has
 * added or removed since this transaction looked. The next try sees it. And columns that a newer server has added.
 */
const MET_ANOTHER: ReadonlySet<string> = new Set([...['40001', '40P01', '23505', '23503'], OUTDATED_PLAN]);

/**
 * A database whose transactions are tried again where they met another one. What a transaction does outside the database it
 * may do twice: it must be repeatable until the commit.
 */
export class RetryingKysely<Tables> extends Kysely<Tables> {
  readonly #retries = createRetries();

  override transaction(): TransactionBuilder<Tables> {
    return withRetries(super.transaction(), this.#retries);
  }
}

type Retries = <T>(act: () => Promise<T>) => Promise<T>;

function withRetries<Tables>(
  builder: TransactionBuilder<Tables>,
  retries: Retries,
): TransactionBuilder<Tables> {
  const executeOnce = builder.execute.bind(builder);
  const setIsolationLevel = builder.setIsolationLevel.bind(builder);
  const setAccessMode = builder.setAccessMode.bind(builder);
  return Object.assign(builder, {
    execute: ((callback) => retries(() => executeOnce(callback))) satisfies typeof executeOnce,
    setIsolationLevel: ((level) =>
      withRetries(setIsolationLevel(level), retries)) satisfies typeof setIsolationLevel,
    setAccessMode: ((mode) => withRetries(setAccessMode(mode), retries)) satisfies typeof setAccessMode,
  });
}

function createRetries(): Retries {
  let last: Promise<unknown> = Promise.resolve();

  async function tryAgain<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 2; ; tries += 1) {
      try {
        return await (tries > TRIES_AMONG_OTHERS ? alone.run(true, act) : act());
      } catch (failure) {
        if (!hasMetAnother(failure) || tries >= MOST_TRIES) throw failure;
      }
    }
  }

  return async (act) => {
    try {
      return await act();
    } catch (failure) {
      if (!hasMetAnother(failure)) throw failure;
      const mine = last.then(() => tryAgain(act));
      last = mine.catch(() => {});
      return mine;
    }
  };
}

function hasMetAnother(failure: unknown): boolean {
  return failure instanceof pg.DatabaseError && MET_ANOTHER.has(failure.code ?? '');
}
