// What the programs of the server share: how they end, and their version.
import { readFileSync } from 'node:fs';

/** Refuses for a reason the administrator can fix; the message is one sentence. */
export class Refused extends Error {}

/** Prints what `run` returns. A refusal is printed as its sentence, a bug with its stack; both end with code 1. */
export async function runProgram(run: () => Promise<string>): Promise<void> {
  try {
    console.log(await run());
  } catch (failure) {
    console.error(failure instanceof Refused ? failure.message : (problemOfDisk(failure) ?? failure));
    process.exitCode = 1;
  }
}

/** Codes of the system and of SQLite. */
const NO_ROOM: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'];

/** Returns what a disk without room says, in one sentence; null for anything else. */
function problemOfDisk(failure: unknown): string | null {
  if (!(failure instanceof Error && 'code' in failure && NO_ROOM.includes(failure.code))) return null;
  const where = 'path' in failure ? ` of ${String(failure.path)}` : '';
  return `The disk${where} has no room left: nothing is finished, make room and run it again (${String(failure.code)}).`;
}

/** The version of this server, as in its package. */
export function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')).version;
}
