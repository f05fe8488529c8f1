// The agent's migrations in their order. Numbers go by tens and only up; a released migration is never edited.
import type { Database } from 'better-sqlite3';
import { draftsOutboxTickets } from './0010-drafts-outbox-tickets.ts';
import { shelvesCataloguePeople } from './0020-shelves-catalogue-people.ts';

export interface Migration {
  /** becomes the database's user_version */
  version: number;
  up(db: Database): void;
}

export const MIGRATIONS: readonly Migration[] = [draftsOutboxTickets, shelvesCataloguePeople];
