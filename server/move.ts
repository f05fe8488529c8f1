// The move command, without a running server: `node server/move.ts --from DIR --to postgres://…` carries an installation on SQLite
// over to PostgreSQL.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemChance } from './chance.ts';
import { systemClock } from './clock.ts';
import { type Config, parseConfig } from './config.ts';
import { type Moved, moveInstallation } from './moves/move-installation.ts';
import { createProgress } from './moves/progress.ts';
import { problemOfTarget } from './moves/target.ts';
import { Refused, runProgram } from './program.ts';

const USAGE = '--from <folder> --to postgres://… [--leave-out-damaged]';

interface Arguments {
  from: string;
  to: string;
  leaveOut: boolean;
}

function readArguments(args: string[], called: string): Arguments {
  try {
    const options = {
      from: { type: 'string' },
      to: { type: 'string' },
      'leave-out-damaged': { type: 'boolean' },
    } as const;
    const { from, to, 'leave-out-damaged': leaveOut = false } = parseArgs({ args, options }).values;
    if (from && to) return { from: path.resolve(from), to, leaveOut };
  } catch {
    // an unknown option, or one without its value
  }
  throw new Refused(`Expected: ${called} ${USAGE}`);
}

/** The settings of the server that will run on PostgreSQL: its bucket, and its key. */
function readSettings({ from, to }: Arguments): Config {
  const parsed = parseConfig({ ...process.env, DATA_DIR: from, DATABASE_URL: to });
  if (!parsed.ok) throw new Refused(parsed.problem.replace(/^DATABASE_URL/, '--to'));
  return parsed.config;
}

/** Moves the installation. Returns what was moved, and what is to be set. */
async function run(args: string[], called: string): Promise<string> {
  const given = readArguments(args, called);
  const { from, to, leaveOut } = given;
  const { bucket, secretKey } = readSettings(given);
  const progress = createProgress(systemClock, console.log);
  const parts = { from, to, leaveOut, bucket, secretKey, clock: systemClock, chance: systemChance, progress };
  try {
    return said(from, await moveInstallation(parts));
  } catch (failure) {
    const problem = failure instanceof Refused ? null : problemOfTarget(failure, to);
    throw problem === null ? failure : new Refused(problem);
  }
}

function said(from: string, moved: Moved): string {
  const { database, tables, rows, contents, leftOut, unfinished } = moved;
  const lines = [
    `${database}: ${tables} tables with ${rows} rows and ${contents} attachments and files of releases, checked`,
    'set DATABASE_URL to the address of --to',
    keyToSet(from, moved),
    `keep ${from} for the way back, and start no server on it`,
  ];
  if (unfinished > 0) lines.push(`warning: ${unfinished} unfinished uploads are sent again from their start`);
  for (const name of leftOut) lines.push(`warning: left out ${name}`);
  return lines.join('\n');
}

/** Backend passwords and second factors are sealed with the key. It is never printed. */
function keyToSet(from: string, { isKeyInFile }: Moved): string {
  const file = path.join(from, 'server.key');
  if (!isKeyInFile) return 'keep SECRET_KEY as the server on SQLite has it: every other key is refused';
  return `set SECRET_KEY to what this prints, on every server: base64 < ${JSON.stringify(file)}`;
}

/** Runs the move; `called` is how the user calls this program, for its usage. */
export function main(args: string[], called: string): Promise<void> {
  return runProgram(() => run(args, called));
}

if (import.meta.main) void main(process.argv.slice(2), 'node server/move.ts');
