// Carries attachments and files of releases from the folder of data into the store that servers on PostgreSQL share, and reads them
// there again. What lies in a bucket stays in it: its rows are carried as those of any table.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { chunksOf } from '../backups/archive.ts';
import { openIfThere, storedAttachments, storedReleaseFiles } from '../backups/stored-files.ts';
import { Refused } from '../program.ts';
import {
  attachmentName,
  type ContentStore,
  expectedSha256,
  FilesUnavailable,
} from '../storage/content-store.ts';
import type { Database } from '../storage/schema.ts';
import type { Progress } from './progress.ts';
import type { Source } from './source.ts';

export interface MovedContents {
  source: Source;
  /** of the target, with all rows */
  db: Database;
  store: ContentStore;
  progress: Progress;
}

/** A content that the database names. */
interface NamedContent {
  name: string;
  /** null where it is missing */
  sha256: string | null;
}

/** Contents at the same time: each waits for the disk or the bucket most of the time, and takes the memory of a part. */
const AT_ONCE = 4;

/** Carries what is not there yet. Returns the names of contents that are missing or damaged in the source. */
export async function carryContents(parts: MovedContents): Promise<string[]> {
  const { progress } = parts;
  const total = await countOf(parts);
  const damaged: string[] = [];
  let done = 0;
  await forEach(namedContents(parts), async (content) => {
    if (!(await carry(parts, content))) damaged.push(content.name);
    done += 1;
    progress.at('attachments and files of releases', done, total);
  });
  return damaged.sort();
}

/** Reads all contents where they are stored now. Returns how many are as they should be, and the names of others. */
export async function checkContents(
  parts: MovedContents,
  leftOut: readonly string[],
): Promise<{ sound: number; wrong: string[] }> {
  const { store, progress } = parts;
  const without = new Set(leftOut);
  const total = await countOf(parts);
  const wrong: string[] = [];
  let sound = 0;
  await forEach(namedContents(parts), async ({ name, sha256 }) => {
    if (without.has(name)) return;
    if (sha256 !== null && (await hashIn(store, name)) === sha256) sound += 1;
    else wrong.push(name);
    progress.at('checked', sound, total);
  });
  return { sound, wrong };
}

/** Unfinished uploads are begun anew by whoever sends them, so they are not carried. Those in a bucket are rows. */
export function countUnfinished({ dataDir }: Source): number {
  try {
    const names = readdirSync(path.join(dataDir, 'attachments', 'unfinished'));
    return names.filter((name) => !name.includes('.')).length;
  } catch {
    // no upload was ever begun
    return 0;
  }
}

async function countOf({ db }: MovedContents): Promise<number> {
  const { count } = await db
    .selectFrom('blob')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count + (await storedReleaseFiles(db)).length;
}

async function* namedContents({ source, db }: MovedContents): AsyncGenerator<NamedContent> {
  for await (const { sha256 } of storedAttachments(db)) yield { name: attachmentName(sha256), sha256 };
  for (const { entry: name } of await storedReleaseFiles(db))
    yield { name, sha256: source.storedHash(name) ?? (await hashOfFile(source, name)) };
}

async function hashOfFile({ dataDir }: Source, name: string): Promise<string | null> {
  const handle = await openIfThere(path.join(dataDir, name));
  if (handle === null) return null;
  try {
    return await hashOf(chunksOf(handle));
  } finally {
    await handle.close();
  }
}

async function hashIn(store: ContentStore, name: string): Promise<string | null> {
  if (!(await store.find(name))) return null;
  return hashOf(await store.open(name));
}

async function hashOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Returns false where the source does not have it as it should be. */
async function carry({ source, db, store }: MovedContents, { name, sha256 }: NamedContent): Promise<boolean> {
  if (sha256 === null) return false;
  const stored = await db.selectFrom('content').select('sha256').where('name', '=', name).executeTakeFirst();
  if (stored?.sha256 === sha256) return true;
  const handle = await openIfThere(path.join(source.dataDir, name));
  if (handle === null) return false;
  const id = `move-${name.replaceAll('/', '-')}`;
  try {
    const { size } = await handle.stat();
    await store.begin({ id, sender: 'move', size });
    await store.append(id, 0, chunksOf(handle));
    // verified by what was stored
    return await store.keep(id, { name, hash: expectedSha256(sha256) }, async () => {});
  } finally {
    await handle.close();
  }
}

/** Carries out `act` for several at a time; after a failure no other begins. */
async function forEach<T>(all: AsyncGenerator<T>, act: (one: T) => Promise<void>): Promise<void> {
  let failure: { cause: unknown } | null = null;
  async function work(): Promise<void> {
    while (failure === null) {
      const next = await all.next();
      if (next.done) return;
      await act(next.value);
    }
  }
  const workers = Array.from({ length: AT_ONCE }, () =>
    work().catch((cause: unknown) => {
      failure ??= { cause };
    }),
  );
  await Promise.all(workers);
  if (failure !== null) throw asRefusal((failure as { cause: unknown }).cause);
}

function asRefusal(failure: unknown): unknown {
  if (!(failure instanceof FilesUnavailable)) return failure;
  const reason = failure.cause instanceof Error ? failure.cause.message : String(failure.cause);
  return new Refused(
    `Attachments cannot be stored or read (${reason}): correct that and run the move again, it goes on.`,
  );
}
