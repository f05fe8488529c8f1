// When a ticket that is resolved now closes by itself.
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { BUILT_IN, readSettings } from './backend-store.ts';

/** Returns null where the built-in desk closes none by itself. A ticket keeps its date when the setting changes. */
export async function readClosing(db: Database, clock: Pick<Clock, 'now'>): Promise<string | null> {
  const { settings } = await db
    .selectFrom('backend')
    .select('settings')
    .where('id', '=', BUILT_IN)
    .executeTakeFirstOrThrow();
  const read = readSettings(settings);
  const days = read?.kind === BUILT_IN ? read.closeAfterDays : null;
  return days === null ? null : instantFrom(clock, days * DAY);
}
