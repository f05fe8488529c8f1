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
  const file = path.join(dataDir, 'server.key');
  if (!existsSync(file)) return { ok: true, key: makeKey(file, chance) };
  const key = readFileSync(file);
  if (key.length === KEY_BYTES) return { ok: true, key };
  return { ok: false, problem: `The key ${file} is damaged: expected a file of ${KEY_BYTES} bytes.` };
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
