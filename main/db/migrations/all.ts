// The agent's migrations in order. Numbers go up by tens; a released migration is never edited.
import { draftsOutboxTickets } from './0010-drafts-outbox-tickets.ts';
import { shelvesCataloguePeople } from './0020-shelves-catalogue-people.ts';
import { filesDone } from './0030-files-done.ts';
import { sentCommands } from './0040-sent-commands.ts';
import { neverSent } from './0050-never-sent.ts';
import type { Migration } from './migration.ts';

export const MIGRATIONS: readonly Migration[] = [
  draftsOutboxTickets,
  shelvesCataloguePeople,
  filesDone,
  sentCommands,
  neverSent,
];
