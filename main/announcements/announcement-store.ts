// The announcements last received from the server, sealed on disk.
import type { Database } from 'better-sqlite3';
import { Announcement } from '../../contract/announcement.ts';
import { openJson, type Seal, sealJson } from '../db/seal.ts';

const TABLE = 'announcement';

export interface AnnouncementStore {
  /** All of them: future, in force and over. The caller filters. */
  all(): Announcement[];
  /** For apply-changes only. Returns whether anything changed. */
  replaceAll(announcements: readonly Announcement[]): boolean;
}

/** Announcements keep the server's order. */
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
