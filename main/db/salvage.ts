// Takes over from a damaged database, row by row, what is only on this computer: single values, drafts and the outbox.
import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Recovery } from '../../contract/recovery.ts';
import { openJson, type Seal } from './seal.ts';

/** Told again by the server together with the tickets, which are all fetched again. */
const NOT_TAKEN = new Set(['cursor', 'caught-up', 'seal-check', 'recovery']);

/** The files that a draft and a command name. */
const WithFiles = z.object({
  attachments: z.array(z.looseObject({ sha256: z.string() })).optional(),
  files: z.array(z.looseObject({ sha256: z.string() })).optional(),
});

type Row = Record<string, unknown>;
type Found = Pick<Recovery, 'kept' | 'lost' | 'isCounted'>;

/** A row is taken when its seal opens: what damage has altered, or put in another place, does not. */
export function salvage(from: Database, to: Database, seal: Seal): Found {
  const [facts, drafts, commands] = [rowsOf(from, 'fact'), rowsOf(from, 'draft'), rowsOf(from, 'outbox')];
  const use = to.prepare('insert or ignore into attachment_use (sha256, owner) values (?, ?)');

  function takeSealed(table: 'draft' | 'outbox', id: string, row: Row): boolean {
    const sealed = row.sealed instanceof Uint8Array ? row.sealed : null;
    const content = sealed && openJson(seal, WithFiles, table, id, sealed);
    if (!content || !insert(to, table, row)) return false;
    for (const { sha256 } of [...(content.attachments ?? []), ...(content.files ?? [])]) use.run(sha256, id);
    return true;
  }

  return to.transaction(() => {
    for (const row of facts.rows) {
      const [name, value] = [String(row.name), Buffer.from(String(row.value), 'base64')];
      if (!NOT_TAKEN.has(name) && seal.open('fact', name, value)) insert(to, 'fact', row);
    }
    const takenDrafts = drafts.rows.filter((row) => takeSealed('draft', String(row.id), row));
    const taken = commands.rows.filter((row) => takeSealed('outbox', String(row.key), row));
    const lost = commands.rows.filter((row) => !taken.includes(row) && row.state !== 'accepted');
    for (const table of ['unread_ticket', 'file_seen', 'attachment_use', 'attachment_done'])
      for (const row of walk(from, table)) insert(to, table, row);
    return {
      kept: {
        queued: taken.filter(({ state }) => state === 'queued').length,
        drafts: takenDrafts.length,
      },
      lost: {
        queued: lost.length + commands.unreadable,
        drafts: drafts.rows.length - takenDrafts.length + drafts.unreadable,
      },
      isCounted: drafts.isWhole && commands.isWhole,
    };
  })();
}

/** How many commands were never accepted, and how many drafts there were. They need no key. */
export function countRows(from: Database): Pick<Recovery, 'lost' | 'isCounted'> {
  const [drafts, commands] = [rowsOf(from, 'draft'), rowsOf(from, 'outbox')];
  const queued = commands.rows.filter(({ state }) => state !== 'accepted').length + commands.unreadable;
  const lost = { queued, drafts: drafts.rows.length + drafts.unreadable };
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
  /** rows that are known to have been there, and cannot be read */
  unreadable: number;
  /** whether all row ids could be read: there are no others */
  isWhole: boolean;
}

/** Looks for row ids from both ends of the table and in the index of its key: a bad page hides only what lies on it. */
function rowsOf(db: Database, table: 'fact' | 'draft' | 'outbox'): TableRows {
  const ids = new Set<number>();
  const ways = [
    `select rowid from ${table} not indexed order by rowid`,
    `select rowid from ${table} not indexed order by rowid desc`,
    `select rowid from ${table} indexed by sqlite_autoindex_${table}_1`,
  ];
  const wholes = ways.map((sql) =>
    attempt(() => {
      for (const id of db.prepare<[], number>(sql).pluck().iterate()) ids.add(id);
      return true;
    }),
  );
  const rows: Row[] = [];
  let unreadable = 0;
  for (const id of [...ids].sort((a, b) => a - b)) {
    const row = attempt(() =>
      db.prepare<[number], Row>(`select * from ${table} not indexed where rowid = ?`).get(id),
    );
    if (row) rows.push(row);
    else unreadable += 1;
  }
  return { rows, unreadable, isWhole: wholes.some((whole) => whole === true) };
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
