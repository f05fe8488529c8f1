// An open database.
import type { Database } from './schema.ts';

export interface Storage {
  db: Database;
  close(): Promise<void>;
}

/** `problem` is one sentence for the administrator. */
export type OpenedStorage = { ok: true; storage: Storage } | { ok: false; problem: string };
