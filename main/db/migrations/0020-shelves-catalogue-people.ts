// Tickets by shelf, drafts of comments, catalogue, announcements, people, and files seen.
import type { Migration } from './migration.ts';

export const shelvesCataloguePeople: Migration = {
  version: 20,
  up(db) {
    db.exec(`
      -- Tickets have a new form and are read again from the server. Commands and drafts stay.
      drop table ticket;
      delete from fact where name = 'cursor';

      -- Only the columns that select the rows of a list are in the clear: the shelf, whether the ticket is closed, and
      -- when it changed. A reader of the file learns the number of tickets, but none of their content.
      create table ticket (
        id text primary key,
        shelf text not null check (shelf in ('mine', 'invited')),
        closed integer not null check (closed in (0, 1)),
        updated_at text not null,
        -- the fields that a list shows, sealed separately so that a list does not decrypt whole tickets
        heading blob not null,
        sealed blob not null
      ) strict;
      create index ticket_shelf on ticket (shelf, closed, updated_at, id);

      -- the ticket a message is for, null for a new ticket
      alter table draft add column ticket_id text;
      create unique index draft_ticket on draft (ticket_id) where ticket_id is not null;

      create table catalogue (
        one integer primary key check (one = 1),
        version text not null,
        sealed blob not null
      ) strict;

      create table announcement (
        id text primary key,
        sealed blob not null
      ) strict;

      -- people found in earlier searches; the id of a row is random and reveals nothing about the person
      create table person_seen (
        id text primary key,
        sealed blob not null,
        seen_at text not null
      ) strict;

      -- pictures of tickets cached for offline viewing; the least recently seen is evicted first
      create table file_seen (
        sha256 text primary key,
        size integer not null,
        seen_at text not null
      ) strict;
    `);
  },
};
