// The agent's 256-bit secret and the data key, in a file wrapped by the system's key store.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { AgentSecret } from '../../contract/enrolment.ts';
import { parseJson } from '../../contract/json.ts';
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
 * Reads the secrets from `file`; null when there is none. Errors: `secrets-unavailable` when nothing can protect them, or what
 * protects them is not ready; `secrets-lost` when they cannot be unwrapped. Throws when the disk fails.
 */
export function readSecrets(file: string, wrap: KeyWrap | null): Result<Secrets | null> {
  if (!wrap) return err('secrets-unavailable');
  if (!existsSync(file)) return ok(null);
  const stored = KeyFile.safeParse(parseJson(readFileSync(file, 'utf8')));
  // The file is truncated, edited, or of another protection.
  if (!stored.success || stored.data.wrap !== wrap.name) return err('secrets-lost');
  const secrets = unwrapped(stored.data, wrap);
  if (secrets) return ok(secrets);
  return err(isReady(wrap) ? 'secrets-lost' : 'secrets-unavailable');
}

/** Null when they were wrapped for another Windows user, or before the password of this one was reset. */
function unwrapped({ agentSecret, dataKey }: z.infer<typeof KeyFile>, wrap: KeyWrap): Secrets | null {
  try {
    const secret = AgentSecret.safeParse(wrap.unwrap(Buffer.from(agentSecret, 'base64')));
    const key = Buffer.from(wrap.unwrap(Buffer.from(dataKey, 'base64')), 'base64');
    return secret.success && key.length === SECRET_BYTES ? { agentSecret: secret.data, dataKey: key } : null;
  } catch {
    return null;
  }
}

/** Whether it opens what it has just closed. While it does not, it says nothing about older keys. */
function isReady(wrap: KeyWrap): boolean {
  const trial = 'guichet';
  try {
    return wrap.unwrap(wrap.wrap(trial)) === trial;
  } catch {
    return false;
  }
}

export function newSecrets(chance: Chance): Secrets {
  return {
    agentSecret: chance.bytes(SECRET_BYTES).toString('base64url'),
    dataKey: chance.bytes(SECRET_BYTES),
  };
}

/** They are on the disk on return. */
export function writeSecrets(file: string, wrap: KeyWrap, { agentSecret, dataKey }: Secrets): void {
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
