// The first schema: single values, drafts, outbox, attachments waiting to be sent, tickets.
import type { Migration } from './migration.ts';

export const draftsOutboxTickets: Migration = {
  version: 10,
  up(db) {
    db.exec(`
      create table fact (
        name text primary key,
        value text not null
      ) strict;

      create table draft (
        id text primary key,
        sealed blob not null,
        updated_at text not null
      ) strict;

      create table outbox (
        position integer primary key autoincrement,
        key text not null unique,
        kind text not null,
        ticket_id text not null,
        sealed blob not null,
        submitted_at text not null,
        state text not null check (state in ('queued', 'accepted')),
        attempts integer not null default 0,
        held text
      ) strict;
      create index outbox_ticket on outbox (ticket_id);

      -- which draft or command still needs a sealed file of the attachments folder
      create table attachment_use (
        sha256 text not null,
        owner text not null,
        primary key (sha256, owner)
      ) strict, without rowid;

      create table ticket (
        id text primary key,
        sealed blob not null,
        updated_at text not null
      ) strict;
      create index ticket_updated on ticket (updated_at);

      create table unread_ticket (
        ticket_id text primary key
      ) strict, without rowid;
    `);
  },
};
