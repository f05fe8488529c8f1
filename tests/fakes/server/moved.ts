// An installation on SQLite with something in most of its tables, to be moved to PostgreSQL, and what both hold.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { v7 } from 'uuid';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from './agent.ts';
import { catalogueOf, personOf } from './imports.ts';
import type { OwnDatabase } from './own-database.ts';
import { openTestServer, type TestServer } from './test-server.ts';

export interface Installation {
  desk: TestServer;
  agent: FakeAgent;
  /** the ticket of each content */
  contents: { ticketId: string; content: Buffer; sha256: string }[];
  /** Stops the server, unless that is done. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops the server and removes its folder. */
  close(): Promise<void>;
}

export const MOVE = path.join(import.meta.dirname, '../../../server/move.ts');
/** Of contents, in bytes: less than a part, one part, and more. */
const SIZES = [1, 70_000, 524_288, 1_300_000];
/** Starts a server on SQLite and uses it. */
export async function installationOnSqlite(environment: Record<string, string> = {}): Promise<Installation> {
  const desk = await openTestServer({ onSqlite: true, environment });
  const agent = await desk.activeAgent('requester@contoso.example');
  const contents: Installation['contents'] = [];
  for (const size of SIZES) {
    const content = randomBytes(size);
    await agent.upload(content);
    const attachments = [attachmentOf(content)];
    const command = ticketCommand({ title: `Imprimante n° ${size}`, attachments });
    await agent.sync([command, commentCommand(command.key, { body: 'Toujours en panne' })]);
    contents.push({ ticketId: command.key, content, sha256: attachmentOf(content).sha256 });
  }
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }, { id: 'gone' }));
  await desk.runImport('directory', { people: [personOf('requester'), personOf('other')] });
  await desk.delivered();
  // a search indexes what has changed
  await (await desk.administrator()).ask('/tickets?show=all&search=imprimante');
  let isRunning = true;
  async function stop(): Promise<void> {
    if (isRunning) await desk.stop();
    isRunning = false;
  }
  return {
    desk,
    agent,
    contents,
    stop,
    async start() {
      await desk.start();
      isRunning = true;
    },
    async close() {
      await stop();
      await rm(desk.dataDir, { recursive: true });
    },
  };
}

/** Adds what the server does not write every day: NUL, numbers beyond 2^53, JSON in other forms, a row of many megabytes. */
export async function addOddRows({ alter }: OwnDatabase, megabytes = 9): Promise<void> {
  const texts = [
    'a\0b',
    '{ "a" : 1.0,\n\t"b":"\\u0000é\\ud83d\\ude00" }',
    `'";\\ {},NULL "\\x41" 😀\r\n`,
    '',
    'é'.repeat(megabytes * 512 * 1024),
  ];
  for (const text of texts) {
    await alter(
      "INSERT INTO audit (id, at, act, subject_kind, subject_id, details) VALUES (?, '2030', 'act', ?, ?, ?)",
      v7(),
      text.slice(0, 50),
      '',
      text,
    );
  }
  for (const [revision, id] of [
    ['9007199254740993', 'odd-one'],
    ['9223372036854775807', 'odd-two'],
    ['-9223372036854775808', 'odd-three'],
  ] as const) {
    await alter(
      "INSERT INTO backend (id, kind, name, settings, created_at, revision) VALUES (?, 'built-in', ?, '{\"kind\":\"built-in\"}', '2030', ?)",
      id,
      id,
      BigInt(revision),
    );
  }
}

/** Adds a release whose installer lies in the folder of data. Returns its name. */
export async function addRelease({ desk }: Installation, content: Buffer): Promise<string> {
  const id = v7();
  const file = 'Guichet-Setup-9.0.0.exe';
  await desk.alter(
    "INSERT INTO release (id, version, channel, percentage, paused, replaces_paused, added_at, staff_id) VALUES (?, ?, 'stable', 0, 1, 0, '2030-01-01', (SELECT id FROM staff))",
    id,
    id,
  );
  await desk.alter('INSERT INTO release_file VALUES (?, ?, 9, NULL, 0, 1)', id, file);
  await mkdir(path.join(desk.dataDir, 'releases', id), { recursive: true });
  await writeFile(path.join(desk.dataDir, 'releases', id, file), content);
  return `releases/${id}/${file}`;
}

/** Tables that each database has for itself. */
const OF_ITS_OWN = ['kysely_migration', 'kysely_migration_lock', 'search_words'];

/** Returns the rows of every table of the folder's database, as texts in order. */
export function rowsInFolder(dataDir: string): Record<string, string[]> {
  const handle = new BetterSqlite(path.join(dataDir, 'guichet.sqlite'), { readonly: true });
  const tables = handle
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all()
    .filter((table) => !OF_ITS_OWN.includes(table));
  const rows = tables.map((table) => {
    const all = handle.prepare(`SELECT * FROM "${table}"`).safeIntegers().all() as Record<string, unknown>[];
    return [table, all.map((row) => textOf(row)).sort()] as const;
  });
  handle.close();
  return Object.fromEntries(rows);
}

/** As `rowsInFolder`. Numbers are read as texts, whatever the connection makes of them. */
export async function rowsInPostgres({ rows }: OwnDatabase): Promise<Record<string, string[]>> {
  const columns = await rows(
    'SELECT table_name AS name, column_name AS "column", data_type AS type FROM information_schema.columns WHERE table_schema = \'public\'',
  );
  const tables = Map.groupBy(columns, ({ name }) => String(name));
  const found: Record<string, string[]> = {};
  for (const [table, all] of tables) {
    if (OF_ITS_OWN.includes(table)) continue;
    const selected = all.map(({ column, type }) => `"${column}"${type === 'bigint' ? '::text' : ''}`);
    found[table] = (await rows(`SELECT ${selected.join(', ')} FROM "${table}"`)).map(textOf).sort();
  }
  return found;
}

/** What PostgreSQL cannot store is replaced in both. */
function textOf(row: Record<string, unknown>): string {
  const sorted = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(
    sorted.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  ).replaceAll('\\u0000', '\uFFFD');
}
