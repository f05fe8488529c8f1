// The command after a restore by other tools than ours, before the server starts: `node server/after-restore.ts`.
import { settleRestored } from './backups/settle-restored.ts';
import { systemChance } from './chance.ts';
import { systemClock } from './clock.ts';
import { Refused, runProgram } from './program.ts';
import { createAudit } from './staff/audit.ts';
import { withDatabaseBeside } from './storage/open.ts';

/** Settles the database. Returns what that means. Throws Refused. */
export async function afterRestore(environment = process.env): Promise<string> {
  const audit = createAudit({ clock: systemClock, chance: systemChance });
  const leftOut = await withDatabaseBeside(environment, (db) =>
    settleRestored(db, { clock: systemClock, audit }),
  );
  return `agents read all their tickets again and send what is missing; ${leftOut} ticket numbers are left out`;
}

async function run(args: string[], called: string): Promise<string> {
  if (args.length > 0) throw new Refused(`Expected: ${called}, without arguments`);
  return afterRestore();
}

/** Settles the database; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/after-restore.ts');
