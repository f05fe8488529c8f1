// Kysely's driver for SQLite: one handle that writes, in turns, and one that reads what is committed.
import type BetterSqlite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import { keepStatements, type StatementKeeper } from './kept-statements.ts';
import { createWriteTurns, type WriteTurn, type WriteTurns } from './write-turns.ts';

/** Opens a handle on the database. It is called twice. */
export type OpenHandle = () => BetterSqlite.Database;

interface Handles {
  reader: StatementKeeper;
  writer: StatementKeeper;
  turns: WriteTurns;
}

export function createSqliteDriver(open: OpenHandle): Driver {
  let handles: Handles | null = null;
  const connectionOf = (connection: DatabaseConnection) => connection as SqliteConnection;
  return {
    async init() {
      const writer = open();
      handles = {
        writer: keepStatements(writer),
        reader: keepStatements(open()),
        turns: createWriteTurns(writer),
      };
    },
    async acquireConnection() {
      if (!handles) throw new Error('the database is not open');
      return new SqliteConnection(handles);
    },
    beginTransaction: (connection) => connectionOf(connection).begin(),
    commitTransaction: (connection) => connectionOf(connection).commit(),
    rollbackTransaction: async (connection) => connectionOf(connection).rollBack(),
    async releaseConnection() {},
    async destroy() {
      if (!handles) return;
      // a commit that is due comes first
      const release = await handles.turns.takeAlone();
      release();
      handles.reader.close();
      handles.writer.close();
    },
  };
}

class SqliteConnection implements DatabaseConnection {
  readonly #handles: Handles;
  /** while this connection is in a transaction */
  #turn: WriteTurn | null = null;
  /** of the last statement that failed in it */
  #failure: unknown;

  constructor(handles: Handles) {
    this.#handles = handles;
  }

  async begin(): Promise<void> {
    this.#turn = await this.#handles.turns.take(true);
    this.#failure = undefined;
  }

  async commit(): Promise<void> {
    const turn = this.#turn;
    this.#turn = null;
    await turn?.keep();
  }

  rollBack(): void {
    const turn = this.#turn;
    this.#turn = null;
    turn?.undo(this.#failure);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { reader, writer, turns } = this.#handles;
    if (this.#turn) return this.#runInTurn(query);
    const kind = kindOf(query);
    if (kind === 'read') return run(reader, query);
    if (kind === 'write') return this.#write(query);
    const release = await turns.takeAlone();
    try {
      return run(writer, query);
    } finally {
      release();
    }
  }

  #runInTurn<R>(query: CompiledQuery): QueryResult<R> {
    try {
      return run(this.#handles.writer, query);
    } catch (failure) {
      this.#failure = failure;
      throw failure;
    }
  }

  /** A statement without a transaction: SQLite undoes it by itself when it fails. */
  async #write<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { writer, turns } = this.#handles;
    const turn = await turns.take(false);
    let result: QueryResult<R>;
    try {
      result = run(writer, query);
    } catch (failure) {
      turn.undo(failure);
      throw failure;
    }
    await turn.keep();
    return result;
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery(query);
  }
}

const WRITES = new Set<string>(['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode', 'MergeQueryNode']);

/** `other`: a pragma, a change of the schema, and what else may not share a transaction. */
function kindOf({ query, sql }: CompiledQuery): 'read' | 'write' | 'other' {
  if (query.kind === 'SelectQueryNode') return 'read';
  if (WRITES.has(query.kind)) return 'write';
  return /^\s*select\b/i.test(sql) ? 'read' : 'other';
}

function run<R>({ prepare }: StatementKeeper, { sql, parameters }: CompiledQuery): QueryResult<R> {
  const statement = prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}
