// The restore command, without a running server: `node server/restore.ts --from FILE` fills an empty DATA_DIR.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from './backups/restore-backup.ts';
import { systemClock } from './clock.ts';
import { parseConfig } from './config.ts';
import { Refused, runProgram } from './program.ts';

const USAGE = '--from <file>';
const ON_POSTGRESQL =
  'DATABASE_URL is set: this command fills DATA_DIR for SQLite, docs/guide-operation.md says how to restore PostgreSQL; nothing was restored.';

function readFrom(args: string[], called: string): string {
  try {
    const { values } = parseArgs({ args, options: { from: { type: 'string' } } });
    if (values.from) return path.resolve(values.from);
  } catch {
    // an unknown option, or one without its value
  }
  throw new Refused(`Expected: ${called} ${USAGE}`);
}

/** Restores the backup. Returns what it held. */
async function run(args: string[], called: string): Promise<string> {
  const from = readFrom(args, called);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Refused(parsed.problem);
  if (parsed.config.databaseUrl !== null) throw new Refused(ON_POSTGRESQL);
  // files in the data folder are readable by the server's account only
  process.umask(0o077);
  const { dataDir } = parsed.config;
  const { attachments, leftOut } = await restoreBackup(from, dataDir, systemClock);
  const missing = leftOut.map((sha256) => `warning: the attachment ${sha256} was left out of the backup`);
  return [`${dataDir}: the database and ${attachments} attachments, checked`, ...missing].join('\n');
}

/** Runs the restore; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/restore.ts');
