// Notifies the windows which tickets changed: at once, then at most four times a second.
import type { Clock } from '../support/clock.ts';

const QUIET_MS = 250;

/** Call the returned function with the ids of changed tickets; `tell` gets those of the last quarter of a second. */
export function createChangedTickets(
  tell: (ids: string[]) => void,
  clock: Clock,
): (ids: readonly string[]) => void {
  const collected = new Set<string>();
  let isQuiet = false;

  function tellCollected(): void {
    isQuiet = collected.size > 0;
    if (!isQuiet) return;
    const ids = [...collected];
    collected.clear();
    clock.after(QUIET_MS, tellCollected);
    tell(ids);
  }

  return (ids) => {
    for (const id of ids) collected.add(id);
    if (!isQuiet) tellCollected();
  };
}
