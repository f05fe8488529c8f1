// The server's key, for keyed hashes, sealed secrets and signed links: created at the first start, readable only by the
// server's account.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Chance } from '../chance.ts';

const KEY_BYTES = 32;

/** Reads the key in `dataDir`, creating it when missing. Returns one sentence when the file is not a key. */
export function readServerKey(
  dataDir: string,
  chance: Chance,
): { ok: true; key: Buffer } | { ok: false; problem: string } {
  const read = readKeyFile(dataDir);
  if (!read.ok) return read;
  return { ok: true, key: read.key ?? makeKey(path.join(dataDir, 'server.key'), chance) };
}

/** Reads the key in `dataDir`; null where there is none. Returns one sentence when the file is not a key. */
export function readKeyFile(
  dataDir: string,
): { ok: true; key: Buffer | null } | { ok: false; problem: string } {
  const file = path.join(dataDir, 'server.key');
  if (!existsSync(file)) return { ok: true, key: null };
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return { ok: true, key };
  return { ok: false, problem: `The key ${file} is damaged: expected a file of ${KEY_BYTES} bytes.` };
}

/** Returns one sentence for a server that shares its database and has no key in its settings. */
export function problemOfMissingKey(dataDir: string): string {
  const file = path.join(dataDir, 'server.key');
  const how = existsSync(file)
    ? `here what this prints: base64 -w0 ${JSON.stringify(file)}`
    : 'made once by: openssl rand -base64 32';
  return `SECRET_KEY is not set: expected the one key of all servers of DATABASE_URL, ${how}`;
}

function makeKey(file: string, chance: Chance): Buffer {
  const key = chance.bytes(KEY_BYTES);
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, key);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return key;
}
