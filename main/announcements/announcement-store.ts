// What IT announces, as the server last gave it, sealed on disk.
import type { Database } from 'better-sqlite3';
import { Announcement } from '../../contract/announcement.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';

const TABLE = 'announcement';

export interface AnnouncementStore {
  /** In force, to come, and over: what is shown is the reader's to choose. */
  all(): Announcement[];
  /** For apply-changes alone. Answers whether anything is different from before. */
  replaceAll(announcements: readonly Announcement[]): boolean;
}

/** In the order the server gave them. */
export function createAnnouncementStore({ db, seal }: { db: Database; seal: Seal }): AnnouncementStore {
  type Row = { id: string; sealed: Buffer };
  const select = db.prepare<[], Row>('select id, sealed from announcement order by rowid');
  const insert = db.prepare('insert or replace into announcement (id, sealed) values (?, ?)');
  const removeAll = db.prepare('delete from announcement');

  const all = () =>
    select.all().flatMap(({ id, sealed }) => openJson(seal, Announcement, TABLE, id, sealed) ?? []);

  return {
    all,
    replaceAll(announcements) {
      if (JSON.stringify(all()) === JSON.stringify(announcements)) return false;
      removeAll.run();
      for (const announcement of announcements) {
        insert.run(announcement.id, sealJson(seal, TABLE, announcement.id, announcement));
      }
      return true;
    },
  };
}
