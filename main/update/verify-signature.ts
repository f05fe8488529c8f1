// Verifies that an installer is signed by this build's publisher. Any failure to verify counts as unsigned.
import { execFile } from 'node:child_process';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { parseDn } from 'builder-util-runtime';
import { z } from 'zod';

/** Null when one of `publishers` has signed `file`, else the reason for the refusal. */
export type VerifySignature = (publishers: readonly string[], file: string) => Promise<string | null>;

/** The output of Get-AuthenticodeSignature for a file, as JSON. */
export type ReadSignature = (file: string) => Promise<string>;

/** The system hashes the whole file, and may look up revoked certificates. */
const ANSWER_MS = 60_000;
/** System.Management.Automation.SignatureStatus */
const VALID = 0;

const Signature = z.object({ status: z.int(), path: z.string(), subject: z.string() });

/** The path is passed in the environment, so that it can never be parsed as a command. */
const COMMAND = [
  '$ErrorActionPreference = "Stop"',
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  '$s = Get-AuthenticodeSignature -LiteralPath $env:GUICHET_INSTALLER',
  '@{ status = [int]$s.Status; path = $s.Path; subject = $s.SignerCertificate.Subject } | ConvertTo-Json -Compress',
].join('; ');

/** Through Windows PowerShell, without special rights. Rejects when it cannot run or prints nothing. */
export function readBySystem(env: NodeJS.ProcessEnv): ReadSignature {
  const system = join(env.SystemRoot ?? String.raw`C:\Windows`, 'System32');
  const powershell = join(system, 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  // Modules of a PowerShell 7 that may have started Guichet would not load.
  const { PSModulePath: _, ...rest } = env;
  return async (file) => {
    const { stdout } = await promisify(execFile)(
      powershell,
      ['-NoProfile', '-NonInteractive', '-Command', COMMAND],
      { windowsHide: true, timeout: ANSWER_MS, env: { ...rest, GUICHET_INSTALLER: file } },
    );
    return stdout;
  };
}

/** Fails closed, unlike electron-updater's own check, which passes when PowerShell cannot run. */
export function createSignatureCheck(read: ReadSignature): VerifySignature {
  return async (publishers, file) => {
    try {
      const { status, path, subject } = Signature.parse(JSON.parse(await read(file)));
      if (status !== VALID) return `its signature is not valid (status ${status})`;
      if (normalize(path) !== normalize(file)) return 'the signature is of another file';
      if (!publishers.some((publisher) => isSignedBy(publisher, subject)))
        return 'another publisher signed it';
      return null;
    } catch {
      return 'its signature could not be read';
    }
  };
}

/** A distinguished name must match in each of its parts; a plain name is the common name. */
function isSignedBy(publisher: string, subject: string): boolean {
  const [expected, signer] = [parseDn(publisher), parseDn(subject)];
  if (expected.size === 0) return publisher !== '' && signer.get('CN') === publisher;
  return [...expected].every(([key, value]) => signer.get(key) === value);
}
