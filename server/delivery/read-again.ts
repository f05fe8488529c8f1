// Remembers the change cursor of a parked create: the ticket may exist all the same, and its changes are re-read later.
import type { Database, Row } from '../storage/schema.ts';
import { SETTLED } from '../tickets/unsettled.ts';
import { CONTENTS } from './content.ts';

type Making = Pick<Row<'delivery'>, 'id' | 'backendId' | 'content'>;

/**
 * Remembers the change cursor when an uncertain create is given up. If another unsettled create of the backend has one,
 * it is copied: it is earlier, and restoring it serves both.
 */
export async function keepPlace(transaction: Database, { id, backendId, content }: Making): Promise<void> {
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
  const readFrom = earlier ? placeIn(earlier) : cursor;
  await transaction
    .updateTable('delivery')
    .set({ content: JSON.stringify({ ...contentOf({ content }), readFrom }) })
    .where('id', '=', id)
    .execute();
}

/** Sets the backend's change cursor back to the remembered one, if any. */
export async function goBackToPlace(transaction: Database, delivery: Making): Promise<void> {
  const cursor = placeIn(delivery);
  if (cursor === null) return;
  await transaction.updateTable('backend').set({ cursor }).where('id', '=', delivery.backendId).execute();
}

function placeIn(delivery: Pick<Making, 'content'>): string | null {
  return contentOf(delivery).readFrom;
}

function contentOf({ content }: Pick<Making, 'content'>) {
  return CONTENTS['create-ticket'].parse(JSON.parse(content));
}
