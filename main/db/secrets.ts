// The agent's 256-bit secret and the data key, in a file wrapped by the system's key store.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { AgentSecret } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../support/chance.ts';

const SECRET_BYTES = 32;

/**
 * Protects a secret at rest. `name` is stored beside it, so that a file is only opened with the protection that wrote
 * it.
 */
export interface KeyWrap {
  name: 'safe-storage' | 'unprotected';
  wrap(plain: string): Buffer;
  /** Throws when it cannot be unwrapped. */
  unwrap(wrapped: Buffer): string;
}

export interface Secrets {
  /** base64url, as sent to the server */
  agentSecret: string;
  dataKey: Buffer;
}

const KeyFile = z.object({
  format: z.literal(1),
  wrap: z.enum(['safe-storage', 'unprotected']),
  agentSecret: z.base64(),
  dataKey: z.base64(),
});

/**
 * Reads the secrets from `file`, or creates them at the first start. Errors: `secrets-unavailable` when nothing can
 * protect them; `secrets-lost` when they cannot be unwrapped, or are missing while `dataExists` needs them.
 */
export function openSecrets(
  file: string,
  { wrap, dataExists, chance }: { wrap: KeyWrap | null; dataExists: boolean; chance: Chance },
): Result<Secrets> {
  if (!wrap) return err('secrets-unavailable');
  if (existsSync(file)) return readSecrets(file, wrap);
  if (dataExists) return err('secrets-lost');
  const secrets = {
    agentSecret: chance.bytes(SECRET_BYTES).toString('base64url'),
    dataKey: chance.bytes(SECRET_BYTES),
  };
  writeSecrets(file, wrap, secrets);
  return ok(secrets);
}

function readSecrets(file: string, wrap: KeyWrap): Result<Secrets> {
  try {
    const stored = KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    if (stored.wrap !== wrap.name) return err('secrets-lost');
    const agentSecret = AgentSecret.parse(wrap.unwrap(Buffer.from(stored.agentSecret, 'base64')));
    const dataKey = Buffer.from(wrap.unwrap(Buffer.from(stored.dataKey, 'base64')), 'base64');
    return dataKey.length === SECRET_BYTES ? ok({ agentSecret, dataKey }) : err('secrets-lost');
  } catch {
    // The file is truncated, edited, or wrapped for another Windows user: the keys are lost in every case.
    return err('secrets-lost');
  }
}

function writeSecrets(file: string, wrap: KeyWrap, { agentSecret, dataKey }: Secrets): void {
  const stored = {
    format: 1,
    wrap: wrap.name,
    agentSecret: wrap.wrap(agentSecret).toString('base64'),
    dataKey: wrap.wrap(dataKey.toString('base64')).toString('base64'),
  } satisfies z.infer<typeof KeyFile>;
  const handle = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify(stored));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.new`, file);
}
