// One step of the schema of the agent's database.
import type { Database } from 'better-sqlite3';

export interface Migration {
  /** becomes the database's user_version */
  version: number;
  up(db: Database): void;
}
