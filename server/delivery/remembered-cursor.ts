// Remembers the change cursor of a parked create: the ticket may exist all the same, and its changes are re-read later. Where a
// backend can be asked for one ticket, one that was there all the time is read along.
import type { Connector } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { SETTLED } from '../tickets/unsettled.ts';
import { CONTENTS } from './content.ts';

type CreateDelivery = Pick<Row<'delivery'>, 'id' | 'backendId' | 'content'>;

/**
 * Remembers the change cursor when an uncertain create is given up. If another unsettled create of the backend has one,
 * it is copied: it is earlier, and restoring it serves both.
 */
export async function rememberCursor(
  transaction: Database,
  { id, backendId, content }: CreateDelivery,
): Promise<void> {
  const earlier = await transaction
    .selectFrom('delivery')
    .select('content')
    .where('backendId', '=', backendId)
    .where('operation', '=', 'create-ticket')
    .where('state', 'not in', SETTLED)
    // inside a JSON string these quotes would be escaped
    .where('content', 'like', '%"readFrom":"%')
    .limit(1)
    .executeTakeFirst();
  const { cursor } = await transaction
    .selectFrom('backend')
    .select('cursor')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  const readFrom = earlier ? cursorIn(earlier) : cursor;
  await transaction
    .updateTable('delivery')
    .set({ content: JSON.stringify({ ...contentOf({ content }), readFrom }) })
    .where('id', '=', id)
    .execute();
}

/** Sets the backend's change cursor back to the remembered one, if any. */
export async function restoreCursor(transaction: Database, delivery: CreateDelivery): Promise<void> {
  const cursor = cursorIn(delivery);
  if (cursor === null) return;
  await transaction.updateTable('backend').set({ cursor }).where('id', '=', delivery.backendId).execute();
}

/** Has a ticket read at the next reading of its backend, whatever has changed there. */
export async function readTicketAlong(
  transaction: Database,
  { backendId }: Pick<CreateDelivery, 'backendId'>,
  ref: string,
  connector: Pick<Connector, 'readAlong'> | null,
): Promise<void> {
  const { cursor } = await transaction
    .selectFrom('backend')
    .select('cursor')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  if (cursor === null || !connector?.readAlong) return;
  const along = connector.readAlong(cursor, ref);
  await transaction.updateTable('backend').set({ cursor: along }).where('id', '=', backendId).execute();
}

function cursorIn(delivery: Pick<CreateDelivery, 'content'>): string | null {
  return contentOf(delivery).readFrom;
}

function contentOf({ content }: Pick<CreateDelivery, 'content'>) {
  return CONTENTS['create-ticket'].parse(JSON.parse(content));
}
