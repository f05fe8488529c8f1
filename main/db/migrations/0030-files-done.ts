// Sealed files that nothing needs any more. Only these are deleted: of a file that is not known, it is not known either.
import type { Migration } from './migration.ts';

export const filesDone: Migration = {
  version: 30,
  up(db) {
    db.exec(`
      create table attachment_done (
        sha256 text primary key
      ) strict, without rowid;
    `);
  },
};
