// The command after a restore by other tools than ours, before the server starts: `node server/after-restore.ts`.
import { settleRestored } from './backups/settle-restored.ts';
import { systemChance } from './chance.ts';
import { systemClock } from './clock.ts';
import { parseConfig } from './config.ts';
import { Refused, runProgram } from './program.ts';
import { createAudit } from './staff/audit.ts';
import { openBesideServer } from './storage/open.ts';

/** Settles the database. Returns what that means. */
async function run(args: string[], called: string): Promise<string> {
  if (args.length > 0) throw new Refused(`Expected: ${called}, without arguments`);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Refused(parsed.problem);
  const opened = await openBesideServer(parsed.config);
  if (!opened.ok) throw new Refused(opened.problem);
  const { db, close } = opened.storage;
  try {
    const audit = createAudit({ clock: systemClock, chance: systemChance });
    const leftOut = await settleRestored(db, { clock: systemClock, audit });
    return `agents read all their tickets again and send what is missing; ${leftOut} ticket numbers are left out`;
  } finally {
    await close();
  }
}

/** Settles the database; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/after-restore.ts');
