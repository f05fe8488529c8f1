// Kysely's driver for PostgreSQL. Queries that are built once are prepared once on each connection, and a transaction begins with
// the statement that it begins with: each round trip is a change of process, there and back.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  AbortedTransactionError,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type pg from 'pg';
import { SECOND, systemClock } from '../clock.ts';
import { codeOf } from '../error-codes.ts';
import { nameOf } from './built-query.ts';
import { DatabaseAway, READ_ONLY } from './dialect/database-failure.ts';

/** PostgreSQL stores no NUL in a text. JSON has none: it is escaped there. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** A parameter of a query. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value;
}

/** Entered while a transaction is tried that has met others too often: nobody else begins one meanwhile. */
export const alone = new AsyncLocalStorage<true>();

/** The advisory lock that serializable transactions share, and that one holds which is alone. Any number of our own. */
const TURN = 7_238_101;

/** What PostgreSQL says of a prepared statement whose table has got other columns (plancache.c). */
export const OUTDATED_PLAN = '0A000';

/** How long PostgreSQL may take for an answer. */
export interface Patience {
  /** in milliseconds, changed when the server stops; null: as long as it takes */
  within: number | null;
}

/** How often within that time the connections are looked at. */
const LOOKS = 10;
/** Time for PostgreSQL to close its side when all connections are ended, in milliseconds. */
const FAREWELL = SECOND;

/**
 * `onLost` is called when a connection is lost with a question on it: what was asked may have been carried out, such as a commit.
 * Transactions behave as if they followed one another, which is what SQLite does, unless they ask for less (ADR 82, 86).
 */
export function createPostgresDriver(pool: pg.Pool, patience: Patience, onLost: () => void): Driver {
  const connections = new Map<pg.PoolClient, PostgresConnection>();
  const plans: Plans = { generation: 0 };
  const connectionOf = (connection: DatabaseConnection) => connection as PostgresConnection;
  let cancelLook = () => {};

  /** What is frozen, or behind a network that drops everything, closes no connection. */
  function look(): void {
    if (patience.within === null) return;
    for (const connection of connections.values()) connection.cutWhereSilent();
    cancelLook = systemClock.after(patience.within / LOOKS, look);
  }

  pool.on('connect', (client) => {
    connections.set(client, new PostgresConnection(client, plans, onLost));
    client.once('end', () => connections.delete(client));
  });

  return {
    init: async () => look(),
    async acquireConnection() {
      const client = await connected(pool);
      // one that ended a moment ago fails with its first statement
      return connections.get(client) ?? new PostgresConnection(client, plans, onLost);
    },
    beginTransaction: (connection, settings) => connectionOf(connection).begin(settings),
    commitTransaction: (connection) => connectionOf(connection).commit(),
    rollbackTransaction: (connection) => connectionOf(connection).rollBack(),
    releaseConnection: async (connection) => connectionOf(connection).release(),
    async destroy() {
      cancelLook();
      await endAll(pool, [...connections.keys()]);
    },
  };
}

/** Resolves when PostgreSQL has closed its side too, or was cut off because it does not. */
async function endAll(pool: pg.Pool, clients: readonly pg.PoolClient[]): Promise<void> {
  const ended = clients.map((client) => new Promise((resolve) => client.once('end', resolve)));
  const { promise: isLate, resolve: giveUp } = Promise.withResolvers<void>();
  const cancel = systemClock.after(FAREWELL, () => {
    for (const client of clients) cut(client);
    giveUp();
  });
  await Promise.race([Promise.all([pool.end(), ...ended]), isLate]);
  cancel();
}

/** Ends a connection at once. What was asked on it fails, and may have been carried out. */
export function cut({ connection }: Pick<pg.Client, 'connection'>): void {
  connection.stream.destroy();
}

async function connected(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (failure) {
    throw new DatabaseAway('no connection to PostgreSQL', { cause: failure });
  }
}

/** What the client says, without a code, where its connection is lost. */
const LOST = /^Connection terminated|connection error and is not queryable|closed and is not queryable/;
/** What the system says then. */
const LOST_CODES: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

/** What PostgreSQL says when it ends a connection (appendix A). */
const ENDED = /^(08...|57P0\d)$/;

function isLost(failure: unknown): boolean {
  return failure instanceof Error && (LOST.test(failure.message) || LOST_CODES.has(codeOf(failure)));
}

/** Prepared statements of an earlier generation are not used any more. */
interface Plans {
  generation: number;
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #plans: Plans;
  readonly #onLost: () => void;
  #isInTransaction = false;
  /** begins the transaction; it goes with its first statement */
  #beginning: string | null = null;
  #isAlone = false;
  #isBroken = false;
  /** questions without an answer yet */
  #unanswered = 0;
  /** looks at this connection since it was asked first, or answered last */
  #silentLooks = 0;

  constructor(client: pg.PoolClient, plans: Plans, onLost: () => void) {
    this.#client = client;
    this.#plans = plans;
    this.#onLost = onLost;
  }

  async begin({ isolationLevel = 'serializable', accessMode }: TransactionSettings): Promise<void> {
    this.#isInTransaction = true;
    const begin = `start transaction isolation level ${isolationLevel} ${accessMode ?? ''}`;
    if (isolationLevel !== 'serializable') {
      this.#beginning = begin;
      return;
    }
    // outside the transaction: it begins to look at the database after the others have ended
    if (alone.getStore()) await this.#waitForTurn();
    try {
      await this.#ask(`${begin}; select pg_advisory_xact_lock_shared(${TURN})`);
    } catch (failure) {
      // nobody rolls back what never began: PostgreSQL may be inside of a transaction that has failed
      this.#isBroken = true;
      this.#isInTransaction = false;
      await this.#endTurn();
      throw failure;
    }
  }

  /** Throws where PostgreSQL has rolled back, because an earlier statement failed. */
  async commit(): Promise<void> {
    if ((await this.#end('commit')) === 'ROLLBACK') throw new AbortedTransactionError();
  }

  async rollBack(): Promise<void> {
    try {
      await this.#end('rollback');
    } catch (failure) {
      this.#isBroken = true;
      throw failure;
    }
  }

  release(): void {
    this.#client.release(this.#isBroken);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#writeTogether();
    const due = this.#takeBeginning();
    const begun = due === null ? null : this.#ask(due);
    // what reads is sent behind it at once: had the transaction not begun, it would have done nothing
    if (query.query.kind !== 'SelectQueryNode') await begun;
    const [result] = await Promise.all([this.#run<R>(query), begun]);
    return result;
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery(query);
  }

  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.#send(query);
    } catch (failure) {
      if (codeOf(failure) !== OUTDATED_PLAN) throw failure;
      this.#plans.generation += 1;
      // nothing was carried out, but a transaction is over
      if (this.#isInTransaction) throw failure;
      return this.#send(query);
    }
  }

  async #send<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const kept = nameOf(query);
    const { command, rowCount, rows } = await this.#ask<R & pg.QueryResultRow>({
      text: query.sql,
      values: query.parameters.map(storable),
      ...(kept !== undefined && { name: `${kept}-${this.#plans.generation}` }),
    });
    return CHANGES.has(command) ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows };
  }

  async #ask<R extends pg.QueryResultRow>(query: string | pg.QueryConfig): Promise<pg.QueryResult<R>> {
    this.#unanswered += 1;
    try {
      return await this.#client.query<R>(query);
    } catch (failure) {
      const isOver = isLost(failure);
      if (isOver || ENDED.test(codeOf(failure))) {
        // one that was cut is not noticed by the pool at once
        this.#isBroken = true;
        this.#onLost();
      }
      // another session may write again, when the administrator has changed the default
      if (codeOf(failure) === READ_ONLY) this.#isBroken = true;
      throw isOver ? new DatabaseAway('the connection to PostgreSQL is lost', { cause: failure }) : failure;
    } finally {
      this.#unanswered -= 1;
      this.#silentLooks = 0;
    }
  }

  /** Called LOOKS times within the time that PostgreSQL has for an answer. */
  cutWhereSilent(): void {
    if (this.#unanswered === 0) return;
    this.#silentLooks += 1;
    if (this.#silentLooks > LOOKS) cut(this.#client);
  }

  /** What is sent in one turn of the event loop is written at once: a write takes longer than all else of a query. */
  #writeTogether(): void {
    const { stream } = this.#client.connection;
    if (stream.writableCorked > 0) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  /** Returns the text that begins the transaction, where it was not sent yet. */
  #takeBeginning(): string | null {
    const due = this.#beginning;
    this.#beginning = null;
    return due;
  }

  async #end(text: 'commit' | 'rollback'): Promise<string> {
    this.#isInTransaction = false;
    const isEmpty = this.#takeBeginning() !== null;
    const { command } = isEmpty ? { command: 'COMMIT' } : await this.#ask(text);
    await this.#endTurn();
    return command;
  }

  async #waitForTurn(): Promise<void> {
    await this.#ask(`select pg_advisory_lock(${TURN})`);
    this.#isAlone = true;
  }

  async #endTurn(): Promise<void> {
    if (!this.#isAlone) return;
    this.#isAlone = false;
    await this.#ask(`select pg_advisory_unlock(${TURN})`);
  }
}

const CHANGES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);
