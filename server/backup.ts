// The backup command, beside a running server or not: `node server/backup.ts --to FILE`.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type MadeBackup, makeBackup } from './backups/make-backup.ts';
import { parseConfig } from './config.ts';
import { ownVersion, Refused, runProgram } from './program.ts';
import { openBesideServer } from './storage/open.ts';

const USAGE = '--to <file> [--leave-out-damaged]';

function readArguments(args: string[], called: string): { to: string; leaveOut: boolean } {
  try {
    const options = { to: { type: 'string' }, 'leave-out-damaged': { type: 'boolean' } } as const;
    const { values } = parseArgs({ args, options });
    if (values.to) return { to: path.resolve(values.to), leaveOut: values['leave-out-damaged'] ?? false };
  } catch {
    // an unknown option, or one without its value
  }
  throw new Refused(`Expected: ${called} ${USAGE}`);
}

/** Makes the backup. Returns what it holds. */
async function run(args: string[], called: string): Promise<string> {
  const { to, leaveOut } = readArguments(args, called);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Refused(parsed.problem);
  if (parsed.config.databaseUrl !== null) throw new Refused(ON_POSTGRESQL);
  if (existsSync(to)) throw new Refused(`--to is ${JSON.stringify(to)}: this file exists, name another.`);
  const { dataDir } = parsed.config;
  const opened = await openBesideServer(parsed.config);
  if (!opened.ok) throw new Refused(opened.problem);
  // of SQLite's copy too
  process.umask(0o077);
  const { db, close } = opened.storage;
  try {
    const parts = { db, dataDir, to, leaveOut, version: ownVersion(), now: new Date() };
    return said(to, await makeBackup(parts));
  } finally {
    await close();
  }
}

const ON_POSTGRESQL =
  'DATABASE_URL is set: this command copies SQLite, docs/guide-operation.md says how to back up PostgreSQL.';

function said(to: string, { attachments, leftOut, hasKey, inBucket }: MadeBackup): string {
  const lines = [`${to}: the database and ${attachments} attachments, checked`];
  if (!hasKey) lines.push('warning: the server has its key from SECRET_KEY, keep it with this file');
  if (inBucket > 0)
    lines.push(`warning: ${inBucket} files lie in the bucket, keep a copy of it with this file`);
  for (const sha256 of leftOut) lines.push(`warning: left out the attachment ${sha256}`);
  return lines.join('\n');
}

/** Runs the backup; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/backup.ts');
