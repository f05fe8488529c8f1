// One step of the agent's database schema.
import type { Database } from 'better-sqlite3';

export interface Migration {
  /** becomes the database's user_version */
  version: number;
  up(db: Database): void;
}
