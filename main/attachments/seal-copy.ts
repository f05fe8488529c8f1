// Seals a copy of a file in its present state, in pieces of 1 MiB.
import { createHash } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import type { Seal } from '../db/seal.ts';
import { writeWhole } from '../support/write-whole.ts';
import type { Copied, CopySource } from './file-worker.ts';

const PIECE_BYTES = 1024 * 1024;

/**
 * Writes `source` sealed to `into`, durably. It is read twice, because the seal is bound to the hash: if the two reads
 * differ, the file is being written and counts as unreadable. After a refusal, `into` does not exist.
 */
export async function sealCopy(source: CopySource, into: string, limit: number, seal: Seal): Promise<Copied> {
  if ('bytes' in source) return sealPieces(() => piecesOf(source.bytes), into, limit, seal);
  const kind = await stat(source.path).catch(() => null);
  if (kind?.isDirectory()) return { refused: 'file-is-folder' };
  // A pipe or a device might never end.
  if (!kind?.isFile()) return { refused: 'file-unreadable' };
  const file = await open(source.path, 'r').catch(() => null);
  if (!file) return { refused: 'file-unreadable' };
  try {
    return await sealPieces(() => piecesIn(file), into, limit, seal);
  } finally {
    await file.close();
  }
}

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

async function sealPieces(read: () => Pieces, into: string, limit: number, seal: Seal): Promise<Copied> {
  const first = await hashed(read(), limit).catch(() => null);
  if (!first) return { refused: 'file-unreadable' };
  if (first.size === 0) return { refused: 'file-empty' };
  if (first.size > limit) return { refused: 'attachment-too-large' };

  const copy = await open(into, 'w', 0o600);
  let isSame = false;
  try {
    isSame = await writeSealed(read(), copy, first, seal);
    if (isSame) await copy.sync();
  } finally {
    await copy.close();
    if (!isSame) await rm(into, { force: true });
  }
  return isSame ? first : { refused: 'file-unreadable' };
}

/** Stops reading once the size exceeds `limit`. */
async function hashed(pieces: Pieces, limit: number): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
    if (size > limit) break;
  }
  return { sha256: hash.digest('hex'), size };
}

/** Whether the bytes written are those hashed before. */
async function writeSealed(
  pieces: Pieces,
  copy: FileHandle,
  { sha256, size }: { sha256: string; size: number },
  seal: Seal,
): Promise<boolean> {
  const sealed = seal.closeInPieces('attachment', sha256);
  const hash = createHash('sha256');
  let at = sealed.headBytes;
  for await (const piece of readable(pieces)) {
    if (!piece || at - sealed.headBytes + piece.length > size) return false;
    hash.update(piece);
    const closed = sealed.add(piece);
    await writeWhole(copy, closed, at);
    at += closed.length;
  }
  await writeWhole(copy, sealed.head(), 0);
  return hash.digest('hex') === sha256;
}

/** Yields null when reading fails, to tell a read error of the source from a write error of the disk. */
async function* readable(pieces: Pieces): AsyncGenerator<Uint8Array | null> {
  try {
    yield* pieces;
  } catch {
    yield null;
  }
}

async function* piecesIn(file: FileHandle): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
