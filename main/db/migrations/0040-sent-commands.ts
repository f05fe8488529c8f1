// Commands that the server has, kept as long as it may come back older; tickets that it no longer has.
import type { Migration } from './migration.ts';

export const sentCommands: Migration = {
  version: 40,
  up(db) {
    db.exec(`
      -- Rows of the outbox whose effect was seen, sealed as they were there, with their position.
      create table sent_command (
        position integer primary key,
        key text not null unique,
        kind text not null,
        ticket_id text not null,
        sealed blob not null,
        submitted_at text not null,
        sent_at text not null,
        -- bytes of its files that are still here
        file_bytes integer not null
      ) strict;

      -- 1: the server has accepted it before
      alter table outbox add column again integer not null default 0;

      -- tickets stored here that the server has not named since all are read again; confirmed: it has named all it has
      create table missing_ticket (
        ticket_id text primary key,
        confirmed integer not null default 0
      ) strict, without rowid;
    `);
  },
};
