// Long work in the main process gives way to whatever else waits, so that the tray always answers.
import { setImmediate } from 'node:timers/promises';

/** Resolves once everything that was waiting for its turn has had it. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
