// A ticket that was given up may have been made all the same: what is done there meanwhile is read again once it is found.
import type { Database, Row } from '../storage/schema.ts';
import { SETTLED } from '../tickets/unsettled.ts';
import { CONTENTS } from './content.ts';

type Making = Pick<Row<'delivery'>, 'id' | 'backendId' | 'content'>;

/**
 * Keeps from where its backend is read at this moment, when the making of a ticket is given up whose outcome is unknown.
 * Those that were given up before and are not settled share the earliest: going back there serves them all.
 */
export async function keepPlace(transaction: Database, { id, backendId, content }: Making): Promise<void> {
  const earlier = await transaction
    .selectFrom('delivery')
    .select('content')
    .where('backendId', '=', backendId)
    .where('operation', '=', 'create-ticket')
    .where('state', 'not in', SETTLED)
    // within a text its quotes would be escaped
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

/** Has its backend read again from the place that was kept; where none was, it is read on. */
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
