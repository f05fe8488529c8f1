// Runs programs whose output matters only when they fail: it is written to a log in out/log/.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Lines of a log that are shown on the terminal. */
const SHOWN_LINES = 100;

/** The message has the end of the program's output, how it ended, and the path of its log. */
export class ProgramFailed extends Error {}

interface LoggedProgram {
  /** name of the log, without folder and extension */
  log: string;
  command: string;
  args: string[];
  /** working directory; by default the root of the repository */
  cwd?: string;
  /** added to the environment of this process */
  env?: Record<string, string>;
}

/** Runs a program to its end and returns its output. Throws ProgramFailed when it fails. */
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
  const text = readFileSync(file, 'utf8').trimEnd();
  if (status === 0) return text;
  const end = error?.message ?? `${command} ended with ${status ?? signal}`;
  throw new ProgramFailed(`${lastLines(text)}\n${end}. Its output is in ${relative(root, file)}`);
}

/** Returns the end of a log, for the terminal. */
export function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
}

/** Calls `work`. On ProgramFailed, prints the message and ends the process. */
export function endOnFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof ProgramFailed)) throw problem;
    console.error(problem.message);
    process.exit(1);
  }
}
