// The file of a backup: a tar archive with a closed list of entries. The manifest is first, so that a file of a newer server is
// refused before its data is read; the checksums of all entries are last, so that nothing is read twice to be written.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createTarDecoder, createTarPacker } from 'modern-tar';
import { z } from 'zod';
import { Sha256 } from '../../contract/primitives.ts';
import { ReleaseFileName } from '../../contract/releases.ts';
import { Refused } from '../program.ts';
import { attachmentName } from '../storage/content-store.ts';

const MANIFEST = 'manifest.json';
const CHECKSUMS = 'checksums.json';
export const DATABASE = 'guichet.sqlite';
export const SERVER_KEY = 'server.key';

/** Raised when an older server could not restore the file. */
const FORMAT = 1;
/** Of manifest and checksums, in bytes: the latter name the installers of every release. */
const LARGEST_TEXT = 64 * 1024 * 1024;

const Manifest = z.object({
  product: z.literal('guichet-server'),
  format: z.int(),
  /** version of the server that wrote the file */
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** names of the migrations that the database has */
  migrations: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

const Checksums = z.object({
  attachments: z.int().min(0),
  /** SHA-256 of the other entries, by name; attachments have theirs as their name */
  files: z.record(z.string(), Sha256),
  /** attachments that were missing or damaged and are not in the file */
  leftOut: z.array(Sha256),
});
export type Contents = Pick<z.infer<typeof Checksums>, 'attachments' | 'leftOut'>;

/** Only what a backup writes: a name that leads out of the data folder is none of these. */
function isEntry(name: string): boolean {
  const [top, folder = '', file = '', ...deeper] = name.split('/');
  if (deeper.length > 0) return false;
  switch (top) {
    case 'attachments':
      return Sha256.safeParse(file).success && folder === file.slice(0, 2);
    case 'releases':
      return z.uuid().safeParse(folder).success && ReleaseFileName.safeParse(file).success;
    default:
      return [MANIFEST, CHECKSUMS, DATABASE, SERVER_KEY].includes(name);
  }
}

export interface ArchiveWriter {
  /** Adds what the handle reads, from its beginning. */
  addFile(name: string, handle: FileHandle): Promise<void>;
  /** Writes the checksums, and syncs the file to disk. */
  finish(leftOut: string[]): Promise<void>;
  /** Gives up; the file is not whole. */
  abort(): Promise<void>;
}

/** Begins the archive in `file`, which does not exist and is readable by its owner only. */
export async function writeArchive(
  file: string,
  manifest: Omit<Manifest, 'product' | 'format'>,
): Promise<ArchiveWriter> {
  const { readable, controller } = createTarPacker();
  const written = pipeline(
    Readable.from(readable, { objectMode: false }),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  // told by whoever writes next, or by finish
  written.catch(controller.error);
  const sums: z.infer<typeof Checksums> = { attachments: 0, files: {}, leftOut: [] };

  async function add(name: string, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
    const hash = createHash('sha256');
    const entry = controller.add({ name, size, mode: 0o600, type: 'file' }).getWriter();
    for await (const chunk of content) {
      hash.update(chunk);
      await entry.write(chunk);
    }
    await entry.close();
    if (name.startsWith('attachments/')) sums.attachments += 1;
    else sums.files[name] = hash.digest('hex');
  }

  async function addText(name: string, value: object): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(value, null, 2));
    await add(name, bytes.length, Readable.from([bytes]));
  }

  await addText(MANIFEST, { product: 'guichet-server', format: FORMAT, ...manifest } satisfies Manifest);
  return {
    addFile: async (name, handle) => add(name, (await handle.stat()).size, chunksOf(handle)),
    async finish(leftOut) {
      await addText(CHECKSUMS, { ...sums, files: { ...sums.files }, leftOut });
      controller.finalize();
      await written;
    },
    async abort() {
      controller.error(new Error('the backup was given up'));
      await written.catch(() => {});
    },
  };
}

/** Returns the bytes of an open file from its beginning, and leaves it open. */
export async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  yield* handle.createReadStream({ start: 0, autoClose: false });
}

/** Receives an entry other than manifest and checksums. Must read all of it. */
export type TakeEntry = (name: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/** Reads and verifies a whole archive. `known` are the migrations that this server has. Throws Refused. */
export async function readArchive(
  file: string,
  known: readonly string[],
  take: TakeEntry,
): Promise<Contents> {
  const seen: Seen = { attachments: 0, files: {}, checksums: null, manifest: null };
  const handle = await openFile(file);
  const decoder = createTarDecoder({ strict: true });
  const fed = pipeline(handle.createReadStream(), Writable.fromWeb(decoder.writable));
  // awaited below, once the entries have been read
  fed.catch(() => {});
  try {
    for await (const { header, body } of decoder.readable) {
      const name = header.type === 'file' ? header.name : '';
      // no stream of Node: where the archive is cut off, that one fails before anybody listens to it
      await readEntry(file, name, body, seen, known, take);
    }
    await fed;
  } catch (failure) {
    await fed.catch(() => {});
    throw failure instanceof Refused || isOurs(failure) ? failure : damaged(file, seen);
  } finally {
    await handle.close();
  }
  return verified(file, seen);
}

/** Throws Refused, also where it is a folder. */
async function openFile(file: string): Promise<FileHandle> {
  const handle = await open(file).catch(() => null);
  if (handle !== null && (await handle.stat()).isFile()) return handle;
  await handle?.close();
  throw new Refused(`${file} cannot be read: expected a backup that this account may read.`);
}

interface Seen {
  attachments: number;
  files: Record<string, string>;
  manifest: Manifest | null;
  checksums: z.infer<typeof Checksums> | null;
}

/** A failure of the disk, which says nothing about the backup. */
function isOurs(failure: unknown): boolean {
  return failure instanceof Error && 'syscall' in failure;
}

function damaged(file: string, { manifest }: Seen): Refused {
  return manifest === null
    ? new Refused(`${file} is not a backup of a Guichet server, nothing was restored.`)
    : new Refused(`${file} is damaged or not whole: use another backup, nothing was restored.`);
}

async function readEntry(
  file: string,
  name: string,
  content: AsyncIterable<Uint8Array>,
  seen: Seen,
  known: readonly string[],
  take: TakeEntry,
): Promise<void> {
  const isFirst = seen.manifest === null;
  const isRepeated = Object.hasOwn(seen.files, name);
  if (!isEntry(name) || isFirst !== (name === MANIFEST) || isRepeated || seen.checksums !== null)
    throw damaged(file, seen);
  if (name === MANIFEST) {
    const text = await textOf(content);
    seen.manifest = Manifest.parse(JSON.parse(text));
    seen.files[name] = createHash('sha256').update(text).digest('hex');
    refuseNewer(file, seen.manifest, known);
    return;
  }
  if (name === CHECKSUMS) {
    seen.checksums = Checksums.parse(JSON.parse(await textOf(content)));
    return;
  }
  const hash = createHash('sha256');
  await take(name, hashing(content, hash));
  const sha256 = hash.digest('hex');
  if (!name.startsWith('attachments/')) seen.files[name] = sha256;
  else if (name !== attachmentName(sha256)) throw damaged(file, seen);
  else seen.attachments += 1;
}

async function* hashing(content: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > LARGEST_TEXT) throw new Error('a text is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function refuseNewer(
  file: string,
  { format, version, migrations }: Manifest,
  known: readonly string[],
): void {
  if (format === FORMAT && migrations.every((name) => known.includes(name))) return;
  throw new Refused(
    `${file} was written by a newer Guichet server (${version}): restore it with that version, nothing was restored.`,
  );
}

function verified(file: string, seen: Seen): Contents {
  const { checksums, files, attachments } = seen;
  const listed = Object.entries(checksums?.files ?? {});
  const isWhole =
    checksums !== null &&
    checksums.attachments === attachments &&
    listed.length === Object.keys(files).length &&
    listed.every(([name, sha256]) => files[name] === sha256) &&
    Object.hasOwn(files, DATABASE);
  if (!isWhole) throw damaged(file, seen);
  return checksums;
}
