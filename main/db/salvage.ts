// Takes over from a damaged database, row by row, what is only on this computer: single values, drafts and the outbox.
import { readFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Recovery } from '../../contract/recovery.ts';
import { leafRecords } from './leaf-records.ts';
import { openJson, type Seal } from './seal.ts';

/** Told again by the server together with the tickets, which are all fetched again. */
const NOT_TAKEN = new Set(['cursor', 'caught-up', 'seal-check', 'recovery']);

/** The files that a draft and a command name. */
const WithFiles = z.object({
  attachments: z.array(z.looseObject({ sha256: z.string() })).optional(),
  files: z.array(z.looseObject({ sha256: z.string() })).optional(),
});

type Row = Record<string, unknown>;
type Table = 'fact' | 'draft' | 'outbox';
const KEYS: Record<Table, string> = { fact: 'name', draft: 'id', outbox: 'key' };
/** In the order in which they are stored. */
const COLUMNS = {
  draft: ['id', 'sealed', 'updated_at', 'ticket_id'],
  outbox: ['position', 'key', 'kind', 'ticket_id', 'sealed', 'submitted_at', 'state', 'attempts', 'held'],
} as const;
type Found = Pick<Recovery, 'kept' | 'lost' | 'isCounted'>;

/** A row is taken when its seal opens: what damage has altered, or put in another place, does not. */
export function salvage(from: Database, to: Database, seal: Seal): Found {
  const [facts, drafts, commands] = [rowsOf(from, 'fact'), rowsOf(from, 'draft'), rowsOf(from, 'outbox')];
  const use = to.prepare('insert or ignore into attachment_use (sha256, owner) values (?, ?)');

  function takeSealed(table: 'draft' | 'outbox', row: Row): boolean {
    const id = String(row[KEYS[table]]);
    const sealed = row.sealed instanceof Uint8Array ? row.sealed : null;
    const content = sealed && openJson(seal, WithFiles, table, id, sealed);
    if (!content || !insert(to, table, row)) return false;
    for (const { sha256 } of [...(content.attachments ?? []), ...(content.files ?? [])]) use.run(sha256, id);
    return true;
  }
  /** Returns the rows that were taken, and how many were not. */
  function take(table: 'draft' | 'outbox', { rows, unreadable }: TableRows): { taken: Row[]; lost: Row[] } {
    const taken = rows.filter((row) => takeSealed(table, row));
    const missing = new Set([
      ...unreadable,
      ...rows.filter((row) => !taken.includes(row)).map((row) => row[KEYS[table]]),
    ]);
    const found = rowsInPages(from, table, missing).filter((row) => takeSealed(table, row));
    for (const row of found) missing.delete(row[KEYS[table]]);
    const readable = new Map(rows.map((row) => [row[KEYS[table]], row]));
    return { taken: [...taken, ...found], lost: [...missing].map((key) => readable.get(key) ?? {}) };
  }

  return to.transaction(() => {
    for (const row of facts.rows) {
      const [name, value] = [String(row.name), Buffer.from(String(row.value), 'base64')];
      if (!NOT_TAKEN.has(name) && seal.open('fact', name, value)) insert(to, 'fact', row);
    }
    const ofDrafts = take('draft', drafts);
    const ofCommands = take('outbox', commands);
    for (const table of ['unread_ticket', 'file_seen', 'attachment_use', 'attachment_done'])
      for (const row of walk(from, table)) insert(to, table, row);
    return {
      kept: { queued: unaccepted(ofCommands.taken), drafts: ofDrafts.taken.length },
      lost: { queued: unaccepted(ofCommands.lost), drafts: ofDrafts.lost.length },
      isCounted: drafts.isWhole && commands.isWhole,
    };
  })();
}

/** What cannot be read may have been accepted or not: it is told. */
function unaccepted(commands: readonly Row[]): number {
  return commands.filter(({ state }) => state !== 'accepted').length;
}

/** How many commands were never accepted, and how many drafts there were. They need no key. */
export function countRows(from: Database): Pick<Recovery, 'lost' | 'isCounted'> {
  const [drafts, commands] = [rowsOf(from, 'draft'), rowsOf(from, 'outbox')];
  const queued = unaccepted(commands.rows) + commands.unreadable.length;
  const lost = { queued, drafts: drafts.rows.length + drafts.unreadable.length };
  return { lost, isCounted: drafts.isWhole && commands.isWhole };
}

/** Whether every draft and command opens: damage inside a row is found by its seal alone. */
export function isReadable(db: Database, seal: Seal): boolean {
  const opens = (table: 'draft' | 'outbox', id: string) =>
    db
      .prepare<[], { id: string; sealed: Buffer }>(`select ${id} as id, sealed from ${table}`)
      .all()
      .every((row) => seal.open(table, row.id, row.sealed) !== null);
  return opens('draft', 'id') && opens('outbox', 'key');
}

interface TableRows {
  rows: Row[];
  /** the keys of rows that were there and cannot be read; a symbol where the key is not known either */
  unreadable: unknown[];
  /** whether all row ids could be read: there are no others */
  isWhole: boolean;
}

/** Looks for row ids from both ends of the table and in the index of its key: a bad page hides only what lies on it. */
function rowsOf(db: Database, table: Table): TableRows {
  const keys = new Map<number, unknown>();
  const ways = [
    `select rowid as id, null as key from ${table} not indexed order by rowid`,
    `select rowid as id, null as key from ${table} not indexed order by rowid desc`,
    `select rowid as id, ${KEYS[table]} as key from ${table} indexed by sqlite_autoindex_${table}_1`,
  ];
  const wholes = ways.map((sql) =>
    attempt(() => {
      for (const { id, key } of db.prepare<[], { id: number; key: unknown }>(sql).iterate())
        keys.set(id, key ?? keys.get(id) ?? null);
      return true;
    }),
  );
  const rows: Row[] = [];
  const unreadable: unknown[] = [];
  for (const [id, key] of [...keys].sort(([a], [b]) => a - b)) {
    const sql = `select * from ${table} not indexed where rowid = ?`;
    const row = attempt(() => db.prepare<[number], Row>(sql).get(id));
    if (row) rows.push(row);
    else unreadable.push(key ?? Symbol('unknown'));
  }
  return { rows, unreadable, isWhole: wholes.includes(true) };
}

/**
 * The rows of these keys that lie on pages to which no tree leads any more. Of a draft that lies there twice, the last saved: a page
 * that is free may hold an earlier one.
 */
function rowsInPages(db: Database, table: 'draft' | 'outbox', keys: ReadonlySet<unknown>): Row[] {
  if (keys.size === 0) return [];
  attempt(() => db.pragma('wal_checkpoint(TRUNCATE)'));
  const rows = new Map<unknown, Row>();
  for (const { rowId, values } of leafRecords(readFileSync(db.name))) {
    const row: Row = Object.fromEntries(COLUMNS[table].map((name, at) => [name, values[at] ?? null]));
    if (table === 'outbox') row.position = rowId;
    const key = row[KEYS[table]];
    const other = rows.get(key);
    if (keys.has(key) && !(other && String(other.updated_at) > String(row.updated_at))) rows.set(key, row);
  }
  return [...rows.values()];
}

/** The rows of a table without row ids, up to the first that cannot be read. */
function walk(db: Database, table: string): Row[] {
  const rows: Row[] = [];
  attempt(() => {
    for (const row of db.prepare<[], Row>(`select * from ${table}`).iterate()) rows.push(row);
  });
  return rows;
}

/** Whether it was inserted: a row that damage made invalid is not. */
function insert(db: Database, table: string, row: Row): boolean {
  const names = Object.keys(row);
  const sql = `insert or ignore into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
  return attempt(() => db.prepare(sql).run(...Object.values(row)).changes > 0) ?? false;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
