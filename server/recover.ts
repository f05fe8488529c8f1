// The recovery command, beside a running server or not: `node server/recover.ts --email ADDRESS` prints a link with which an
// administrator who lost password or second factor gets in again.
import { parseArgs } from 'node:util';
import { Email } from '../contract/primitives.ts';
import { systemChance } from './chance.ts';
import { systemClock } from './clock.ts';
import { parseConfig } from './config.ts';
import { Refused, runProgram } from './program.ts';
import { createAudit } from './staff/audit.ts';
import { offerRecovery } from './staff/recovery.ts';
import { openBesideServer } from './storage/open.ts';

const USAGE = '--email <address>';

function readEmail(args: string[], called: string): string {
  try {
    const { values } = parseArgs({ args, options: { email: { type: 'string' } } });
    const email = Email.safeParse(values.email);
    if (email.success) return email.data;
  } catch {
    // an unknown option, or one without its value
  }
  throw new Refused(`Expected: ${called} ${USAGE}`);
}

/** Offers the recovery. Returns the link, and what it does. */
async function run(args: string[], called: string): Promise<string> {
  const email = readEmail(args, called);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) throw new Refused(parsed.problem);
  const { config } = parsed;
  const opened = await openBesideServer(config);
  if (!opened.ok) throw new Refused(opened.problem);
  const { db, close } = opened.storage;
  try {
    const audit = createAudit({ clock: systemClock, chance: systemChance });
    const token = await offerRecovery({ db, clock: systemClock, chance: systemChance, audit }, email);
    if (token === null)
      throw new Refused(`${email} is not the address of an active administrator: nothing was changed.`);
    const url = config.publicUrl ?? `http://localhost:${config.port}`;
    return `recovery: ${url}/recovery#${token}\n${MEANING}`;
  } finally {
    await close();
  }
}

const MEANING =
  'Whoever opens this link within an hour chooses a new password for the account, once; its second factor is removed, and its sessions end.';

/** Prints the link; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/recover.ts');
