// What staff who are limited to some organisations reach: checked before a handler runs, for each operation as its table says.
import type { FastifyRequest } from 'fastify';
import type { Staff } from '../../contract/console.ts';
import type { Reach } from '../../contract/operation.ts';
import { isWithin, parseScope, reaches } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';
import { fail } from './errors.ts';
import { staffOf } from './staff-session.ts';

/** The kinds of things that the id in a path can name. */
type Named = Exclude<Reach, 'listed' | 'all' | 'none'>;

/** What limits a thing: its organisation, null for all of them; or whether the caller may reach it. Undefined where there is none. */
type Found = { organisationId: string | null } | { isReached: boolean } | undefined;

const FIND: Readonly<Record<Named, (db: Database, id: string, caller: Staff) => Promise<Found>>> = {
  organisation: async (_db, organisationId) => ({ organisationId }),
  ticket: (db, id) =>
    db.selectFrom('ticket').select('organisationId').where('id', '=', id).executeTakeFirst(),
  attachment: (db, id) =>
    db
      .selectFrom('attachment')
      .innerJoin('ticket', 'ticket.id', 'attachment.ticketId')
      .select('ticket.organisationId')
      .where('attachment.id', '=', id)
      .executeTakeFirst(),
  delivery: (db, id) =>
    db
      .selectFrom('delivery')
      .innerJoin('link', 'link.id', 'delivery.linkId')
      .innerJoin('ticket', 'ticket.id', 'link.ticketId')
      .select('ticket.organisationId')
      .where('delivery.id', '=', id)
      .executeTakeFirst(),
  announcement: (db, id) =>
    db.selectFrom('announcement').select('organisationId').where('id', '=', id).executeTakeFirst(),
  async member(db, id, caller) {
    const row = await db
      .selectFrom('staff')
      .select('organisationIds')
      .where('id', '=', id)
      .executeTakeFirst();
    return (
      row && {
        isReached: id === caller.id || isWithin(parseScope(row.organisationIds), caller.organisationIds),
      }
    );
  },
  async invitation(db, id, caller) {
    const row = await db
      .selectFrom('staffInvitation')
      .select('organisationIds')
      .where('id', '=', id)
      .executeTakeFirst();
    return row && { isReached: isWithin(parseScope(row.organisationIds), caller.organisationIds) };
  },
};

/**
 * Returns the hook of an operation, after those that say who calls. It rejects with not-found what is of other organisations, as if it
 * did not exist, and with all-organisations-only what is of all.
 */
export function requireReach(db: Database, reach: Reach) {
  return async (request: FastifyRequest): Promise<void> => {
    const caller = staffOf(request);
    if (caller.organisationIds === null || reach === 'none' || reach === 'listed') return;
    if (reach === 'all') return fail('all-organisations-only');
    const { id = '' } = request.params as { id?: string };
    const found = await FIND[reach](db, id, caller);
    if (!found || ('isReached' in found && !found.isReached)) return fail('not-found');
    if (!('organisationId' in found)) return;
    if (found.organisationId === null) return fail('all-organisations-only');
    if (!reaches(caller.organisationIds, found.organisationId)) fail('not-found');
  };
}
