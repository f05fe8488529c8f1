// Tickets by shelf, drafts of comments, catalogue, announcements, people, and files seen.
import type { Migration } from './migration.ts';

export const shelvesCataloguePeople: Migration = {
  version: 20,
  up(db) {
    db.exec(`
      -- Tickets have a new form and are read again from the server. Commands and drafts stay.
      drop table ticket;
      delete from fact where name = 'cursor';

      -- Open lies only what choosing the rows of a list takes: on which shelf a ticket stands, whether it is closed, and
      -- when it changed. Who reads this learns how many tickets there are, nothing of what they say.
      create table ticket (
        id text primary key,
        shelf text not null check (shelf in ('mine', 'invited')),
        closed integer not null check (closed in (0, 1)),
        updated_at text not null,
        -- what a list shows of it, apart from the rest so that a list opens no more than that
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

      -- people the help desk has answered with; a row's id is chance and says nothing of whom it holds
      create table person_seen (
        id text primary key,
        sealed blob not null,
        seen_at text not null
      ) strict;

      -- pictures of tickets that are kept to be looked at offline, the first to go being the one not seen for longest
      create table file_seen (
        sha256 text primary key,
        size integer not null,
        seen_at text not null
      ) strict;
    `);
  },
};
