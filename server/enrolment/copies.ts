// One agent on several computers: its data were copied, as with an image of a disk. Told by the host names that call with its secret.
import { type Clock, DAY, instantFrom } from '../clock.ts';
import { sameName } from '../people/windows-names.ts';
import type { Database, Row } from '../storage/schema.ts';

/** How long nothing has to be seen of a second computer until the copy counts as past. */
const TOLD_FOR = 14 * DAY;

type Hosts = Pick<Row<'agent'>, 'hostname' | 'otherHost' | 'otherHostAt' | 'copiedAt'>;

/**
 * Notes on which computer the agent says that it runs. A computer that was renamed introduces itself anew before it calls, and never
 * calls under its former name again: two names in turns are two computers. Written at most twice a day.
 */
export async function noteHost(
  { db, clock }: { db: Database; clock: Clock },
  { id, hostname, otherHost, otherHostAt, copiedAt }: Hosts & { id: string },
  calling: string,
): Promise<void> {
  const change = db.updateTable('agent').where('id', '=', id);
  const now = instantFrom(clock);
  if (!sameName(calling, hostname)) {
    const isKnown = otherHostAt !== null && otherHostAt > instantFrom(clock, -DAY);
    if (!isKnown) await change.set({ otherHost: calling, otherHostAt: now }).execute();
    return;
  }
  const isBack = otherHost !== null && otherHostAt !== null && !sameName(otherHost, hostname);
  if (isBack && (copiedAt === null || copiedAt < otherHostAt)) await change.set({ copiedAt: now }).execute();
}

/** Returns the names of the two computers that work as this agent; none where one does. */
export function copiesOf(clock: Clock, { hostname, otherHost, copiedAt }: Hosts): string[] {
  const isCopied = copiedAt !== null && copiedAt > instantFrom(clock, -TOLD_FOR);
  return isCopied && otherHost !== null && !sameName(otherHost, hostname) ? [hostname, otherHost] : [];
}
