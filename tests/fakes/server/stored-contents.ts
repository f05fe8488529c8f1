// What a server has stored of files: in its folder, or in its database where that is PostgreSQL.
import { existsSync, readFileSync } from 'node:fs';
import { readdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { systemChance } from '../../../server/chance.ts';
import { attachmentName } from '../../../server/storage/content-store.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import { openContents } from '../../../server/storage/open-contents.ts';
import { attachmentOf } from './agent.ts';
import { ON_POSTGRES } from './own-database.ts';
import type { TestServer } from './test-server.ts';

/** Returns the attachment with the hash of `content`, or null. */
export async function storedBytes(desk: TestServer, content: Buffer): Promise<Buffer | null> {
  const name = attachmentName(attachmentOf(content).sha256);
  if (!ON_POSTGRES) {
    const file = path.join(desk.dataDir, name);
    return existsSync(file) ? readFileSync(file) : null;
  }
  const stored = await desk.rows('SELECT id FROM content WHERE name = ?', name);
  if (stored.length === 0) return null;
  const parts = await desk.rows(
    'SELECT bytes FROM content_part WHERE content_id = ? ORDER BY number',
    stored[0]?.id,
  );
  return Buffer.concat(parts.map(({ bytes }) => bytes as Buffer));
}

export async function isStored(desk: TestServer, content: Buffer): Promise<boolean> {
  return (await storedBytes(desk, content)) !== null;
}

/** Returns the names of all contents that begin with `start`. */
export async function storedNames(desk: TestServer, start: string): Promise<string[]> {
  if (ON_POSTGRES) {
    const rows = await desk.rows('SELECT name FROM content WHERE name LIKE ?', `${start}%`);
    return rows.map(({ name }) => String(name));
  }
  const folder = path.join(desk.dataDir, start);
  return existsSync(folder) ? (await readdir(folder)).map((file) => `${start}/${file}`) : [];
}

/** Returns the ids of all uploads that are not complete, or are not verified. */
export async function unfinished(desk: TestServer): Promise<string[]> {
  if (ON_POSTGRES) {
    const rows = await desk.rows('SELECT upload_id FROM content WHERE name IS NULL');
    return rows.map(({ upload_id: id }) => String(id));
  }
  const files = await readdir(unfinishedFolder(desk));
  return [...new Set(files.map((name) => name.replace(/\.json$/, '')))];
}

/** Returns how many bytes of an upload are stored. */
export async function arrivedBytes(desk: TestServer, id: string): Promise<number> {
  if (!ON_POSTGRES) return (await stat(path.join(unfinishedFolder(desk), id))).size;
  const [row] = await desk.rows('SELECT size FROM content WHERE upload_id = ?', id);
  return Number(row?.size);
}

/** Lets the bytes of an upload arrive without the server being told. */
export async function arrive(desk: TestServer, id: string, content: Buffer): Promise<void> {
  const { dataDir, clock, database } = desk;
  const opened = await openBesideServer({ dataDir, databaseUrl: database.databaseUrl });
  if (!opened.ok) throw new Error(opened.problem);
  const { db, close } = opened.storage;
  const parts = { db, clock, chance: systemChance, dataDir, bucket: null, isShared: ON_POSTGRES };
  const store = await openContents(parts);
  if (!store.ok) throw new Error(store.problem);
  await store.contents.append(id, 0, Readable.from([content]));
  store.contents.close();
  await close();
}

/** Sets when an upload had its last progress: files have it from the clock of the machine. */
export async function touch(desk: TestServer, id: string, at: Date): Promise<void> {
  if (ON_POSTGRES)
    await desk.alter('UPDATE content SET touched_at = ? WHERE upload_id = ?', at.toISOString(), id);
  else await utimes(path.join(unfinishedFolder(desk), id), at, at);
}

function unfinishedFolder({ dataDir }: TestServer): string {
  return path.join(dataDir, 'attachments', 'unfinished');
}
