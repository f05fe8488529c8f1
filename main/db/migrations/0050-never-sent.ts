// Which commands have never left this computer.
import type { Migration } from './migration.ts';

export const neverSent: Migration = {
  version: 50,
  up(db) {
    db.exec(`
      -- 0: it was never sent. Of what an earlier version queued, and of what was salvaged, nobody knows
      alter table outbox add column sent integer not null default 1;
    `);
  },
};
