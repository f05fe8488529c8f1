// Reads what is left of a damaged database, from a copy: the original stays as it was found.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Offsets in the file header (sqlite.org/fileformat.html, 1.3): big-endian, the page size in 2 bytes, the pages in 4. */
const PAGE_SIZE_OFFSET = 16;
const PAGE_COUNT_OFFSET = 28;

interface Parts {
  folder: string;
  /** name of the damaged database in `folder` */
  name: string;
  /** path of a sound database of the same schema, whose first page replaces an unreadable one */
  sound: string;
  nativeBinding?: string | undefined;
}

/** Returns what `read` returns; null when not even the schema can be read. */
export function readDamaged<T>(parts: Parts, read: (db: Database.Database) => T): T | null {
  const { folder, name, sound, nativeBinding } = parts;
  const work = join(folder, 'recovering');
  const copy = join(work, name);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { mode: 0o700 });
  try {
    for (const part of [name, `${name}-wal`])
      if (existsSync(join(folder, part))) copyFileSync(join(folder, part), join(work, part));
    const open = () => openReadable(copy, nativeBinding ? { nativeBinding } : {});
    let db = open();
    if (!db) {
      graftFirstPage(sound, copy);
      db = open();
    }
    if (!db) return null;
    try {
      return read(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function openReadable(file: string, driver: Database.Options): Database.Database | null {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, driver);
    const tables = db.prepare(`select count(*) from sqlite_schema where name in ('draft', 'outbox')`).pluck();
    if (tables.get() === 2) return db;
  } catch {
    // unreadable in this form
  }
  db?.close();
  return null;
}

/**
 * The first page holds the header and the schema. Every database of this schema was made by the same statements, so its tables
 * begin at the same pages; where that is not so, what is read there is not taken for a row, because its seal does not open.
 */
function graftFirstPage(sound: string, damaged: string): void {
  const from = openSync(sound, 'r');
  const to = openSync(damaged, 'r+');
  try {
    const header = Buffer.alloc(PAGE_SIZE_OFFSET + 2);
    readSync(from, header, 0, header.length, 0);
    const page = Buffer.alloc(header.readUInt16BE(PAGE_SIZE_OFFSET));
    readSync(from, page, 0, page.length, 0);
    page.writeUInt32BE(Math.ceil(statSync(damaged).size / page.length) || 1, PAGE_COUNT_OFFSET);
    writeSync(to, page, 0, page.length, 0);
  } finally {
    closeSync(from);
    closeSync(to);
  }
}
