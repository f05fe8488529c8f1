// Publishes the announcements of a file for one organisation. Announcements imported before stay as they are.
import { v5 } from 'uuid';
import type { ImportedAnnouncements } from '../../contract/announcement.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { type ImportCounts, writeAll } from '../storage/write-batches.ts';
import { contentColumns } from './content-columns.ts';

/** Returns a repeated id, or an end that is not after its start, as part of a sentence; null where there is none. */
export function announcementsConflict({ announcements }: ImportedAnnouncements): string | null {
  const ids = new Set<string>();
  for (const { id, from, to } of announcements) {
    if (ids.has(id)) return `the announcement "${id}" occurs twice`;
    ids.add(id);
    if (from !== null && to !== null && Date.parse(to) <= Date.parse(from))
      return `the announcement "${id}" ends before it begins`;
  }
  return null;
}

/** Inserts new announcements in one transaction. Changes and withdrawals are left to staff. */
export function importAnnouncements(
  { db, clock, audit }: { db: Database; clock: Clock; audit: Audit },
  organisationId: string,
  { announcements }: ImportedAnnouncements,
): Promise<ImportCounts> {
  const now = instantFrom(clock);
  const rows = announcements.map(({ id, ...content }) => ({
    ...contentColumns({ ...content, from: content.from ?? now }),
    // an entry has the same id at every import, also after staff have changed or withdrawn it
    id: v5(id, organisationId),
    organisationId,
    publishedAt: now,
    staffId: null,
  }));
  return db.transaction().execute(async (transaction) => {
    const present = await transaction
      .selectFrom('announcement')
      .select('id')
      .where('organisationId', '=', organisationId)
      .execute();
    const known = new Set(present.map(({ id }) => id));
    const added = rows.filter(({ id }) => !known.has(id));
    await writeAll(added, (some) => transaction.insertInto('announcement').values(some).execute());
    const tally = { added: added.length, changed: 0, retired: 0 };
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId: null, act: 'import-announcements', subject, details: tally });
    return tally;
  });
}
