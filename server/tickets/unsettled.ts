// Unsettled deliveries: they block later ones of their link; the acts among them are under way.
import type { Database } from '../storage/schema.ts';

/** The final states of a delivery; one in any other state blocks later ones of its link. */
export const SETTLED = ['done', 'discarded'] as const;

/** Selects acts that backends have not carried out yet, with their links, in order. */
export function selectActsUnderWay(db: Database) {
  return db
    .selectFrom('delivery')
    .innerJoin('link', 'link.id', 'delivery.linkId')
    .where('delivery.operation', '=', 'transition')
    .where('delivery.state', 'not in', SETTLED)
    .orderBy('delivery.ordinal');
}
