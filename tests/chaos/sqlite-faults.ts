// What goes wrong with the SQLite databases of a process of a history.
import { opened } from './steps.ts';

/** SQLite's own limit of pages. */
const MOST_PAGES = 4_294_967_294;

/** No database of this process can grow any more, as on a disk without room, or all can. */
export function limitDatabases(isFull: boolean): void {
  for (const db of opened) {
    if (!db.open) opened.delete(db);
    else db.pragma(`max_page_count = ${isFull ? db.pragma('page_count', { simple: true }) : MOST_PAGES}`);
  }
}

/** It gives up soon where another program holds the lock of a database; by default it waits for seconds. */
export function loseLocks(): void {
  for (const db of opened) if (db.open) db.pragma('busy_timeout = 20');
}
