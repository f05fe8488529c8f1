// Yields to the event loop during long work in the main process, so that the tray always answers.
import { setImmediate } from 'node:timers/promises';

/** Resolves after the callbacks already waiting have run. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
