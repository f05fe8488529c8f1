// Programs whose output is only worth reading when they fail: it goes to a log in out/log/.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Lines of a log that are shown on a terminal. */
const SHOWN_LINES = 100;

/** Its message is what the program printed, how it ended, and where the whole of its output is. */
export class ProgramFailed extends Error {}

interface LoggedProgram {
  /** name of its log, without folder and ending */
  log: string;
  command: string;
  args: string[];
  /** the root of the repository unless told */
  cwd?: string;
  /** beside the environment of this process */
  env?: Record<string, string>;
}

/** Runs a program to its end and answers what it printed; throws ProgramFailed when it fails. */
export function runLogged({ log, command, args, cwd = root, env = {} }: LoggedProgram): string {
  const folder = join(root, 'out/log');
  const file = join(folder, `${log}.log`);
  mkdirSync(folder, { recursive: true });
  const output = openSync(file, 'w');
  const { status, signal, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
  });
  closeSync(output);
  const printed = readFileSync(file, 'utf8').trimEnd();
  if (status === 0) return printed;
  const end = error?.message ?? `${command} ended with ${status ?? signal}`;
  throw new ProgramFailed(`${lastLines(printed)}\n${end}. Its output is in ${relative(root, file)}`);
}

/** The end of a log, as much of it as is shown on a terminal. */
export function lastLines(printed: string): string {
  return printed.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

/** Does what runs such programs; where one fails, the process ends with what it printed. */
export function endOnFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof ProgramFailed)) throw problem;
    console.error(problem.message);
    process.exit(1);
  }
}
