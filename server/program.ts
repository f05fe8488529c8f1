// What the programs of the server share: how they end, and their version.
import { readFileSync } from 'node:fs';

/** Refuses for a reason the administrator can fix; the message is one sentence. */
export class Refused extends Error {}

/** Prints what `run` returns. A refusal is printed as its sentence, a bug with its stack; both end with code 1. */
export async function runProgram(run: () => Promise<string>): Promise<void> {
  try {
    console.log(await run());
  } catch (failure) {
    console.error(failure instanceof Refused ? failure.message : failure);
    process.exitCode = 1;
  }
}

/** The version of this server, as in its package. */
export function ownVersion(): string {
  return JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8')).version;
}
