// Links of a ticket to its backends: tier 1 (primary) owns the ticket, tier 2 is where staff handed it over to.
import type { TicketLink } from '../../contract/backends.ts';
import { awaitedNumbers } from '../backends/awaited-numbers.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';

type NewLink = Pick<Row<'link'>, 'id' | 'ticketId' | 'backendId' | 'tier'>;

/** Inserts a link; the backend does not have the ticket yet. */
export async function makeLink(transaction: Database, clock: Clock, link: NewLink): Promise<void> {
  const now = instantFrom(clock);
  await insertLink(transaction, { ...link, createdAt: now, updatedAt: now });
}

const insertLink = buildOnce((db, row: NewLink & Pick<Row<'link'>, 'createdAt' | 'updatedAt'>) =>
  db.insertInto('link').values(row),
);

/** Returns the links of a ticket, tier 1 first, without discarded hand-overs. */
export function linksOf(db: Database, ticketId: string): Promise<Row<'link'>[]> {
  return db
    .selectFrom('link')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .orderBy('tier')
    .execute();
}

/** Returns the link of this tier; undefined where the ticket was not handed over. */
export async function linkOf(db: Database, ticketId: string, tier: 1 | 2): Promise<Row<'link'> | undefined> {
  return (await linksOf(db, ticketId)).find((link) => link.tier === tier);
}

/** Returns the link of tier 1. Throws when there is none. */
export async function primaryLinkOf(db: Database, ticketId: string): Promise<Row<'link'>> {
  const link = await linkOf(db, ticketId, 1);
  if (!link) throw new Error(`ticket ${ticketId} has no link of tier 1`);
  return link;
}

/** Updates a link, in the caller's transaction. */
export async function changeLink(
  transaction: Database,
  id: string,
  change: Partial<Omit<Row<'link'>, 'id' | 'ticketId' | 'backendId' | 'tier' | 'createdAt' | 'updatedAt'>>,
  at: string,
): Promise<void> {
  await transaction
    .updateTable('link')
    .set({ ...change, updatedAt: at })
    .where('id', '=', id)
    .execute();
}

/** Reads the links of a ticket for staff. */
export async function readTicketLinks(db: Database, ticketId: string): Promise<TicketLink[]> {
  const rows = await db
    .selectFrom('link')
    .innerJoin('backend', 'backend.id', 'link.backendId')
    .select(['link.id', 'backendId', 'backend.name as backend', 'tier', 'ref', 'number'])
    .select(['status', 'backendStatus'])
    .where('ticketId', '=', ticketId)
    .where('endedAt', 'is', null)
    .orderBy('tier')
    .execute();
  const awaited = await awaitedNumbers(db, [ticketId]);
  return rows.map(({ id, ref, ...link }) => ({
    ...link,
    sent: ref !== null,
    numberDueAt: awaited.find(({ linkId }) => linkId === id)?.dueAt ?? null,
  }));
}
