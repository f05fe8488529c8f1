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
  close(): Promise<void>;
}

/** `problem` is one sentence for the administrator. */
export type OpenedStorage = { ok: true; storage: Storage } | { ok: false; problem: string };
