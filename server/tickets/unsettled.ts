// Deliveries that are not settled yet: they hold up what comes after them, and the acts among them are under way.
import type { Database } from '../storage/schema.ts';

/** The states that a delivery stays in; one in any other still holds up what comes after it. */
export const SETTLED = ['done', 'discarded'] as const;

/** The acts that their backends have not carried out yet, each with its link, in their order. */
export function selectActsUnderWay(db: Database) {
  return db
    .selectFrom('delivery')
    .innerJoin('link', 'link.id', 'delivery.linkId')
    .where('delivery.operation', '=', 'transition')
    .where('delivery.state', 'not in', SETTLED)
    .orderBy('delivery.ordinal');
}
