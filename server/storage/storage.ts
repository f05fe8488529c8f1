// An open database.
import type { Database } from './schema.ts';

/** The connections of this server to PostgreSQL, and the queries and transactions that wait for one. */
interface Connections {
  open: number;
  /** those of the open ones that nobody uses */
  idle: number;
  waiting: number;
}

export interface Storage {
  db: Database;
  /** Counts the connections. SQLite has none. */
  connections?(): Connections;
  /**
   * From now on a database elsewhere has so many milliseconds for each answer, because the server stops: a frozen one must not
   * keep it from that.
   */
  hurry(within: number): void;
  /** Calls `act` when a connection is lost in the middle of a query: it may have been a commit, after which nobody was told. */
  onLost(act: () => void): void;
  close(): Promise<void>;
}

/** `problem` is one sentence for the administrator. */
export type OpenedStorage = { ok: true; storage: Storage } | { ok: false; problem: string };
