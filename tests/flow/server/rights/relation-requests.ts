// A valid request for each operation by which staff merge, split and link tickets.
import { v7 } from 'uuid';
import type { CONSOLE_DESK_API } from '../../../../contract/console-desk-api.ts';
import type { Builder } from './request.ts';
import type { Stage } from './stage.ts';

type Named = 'mergeTicket' | 'undoMerger' | 'splitTicket' | 'relateTicket' | 'removeRelation';

async function numberOf({ desk }: Stage, ticketId: string): Promise<{ ticketNumber: string }> {
  const [row] = await desk.rows('SELECT number FROM ticket WHERE id = ?', ticketId);
  return { ticketNumber: String(row?.number) };
}

const numberOfNew = async (stage: Stage) => numberOf(stage, await stage.newTicket());

async function newRelation(stage: Stage): Promise<{ id: string; relationId: string }> {
  const [id, otherId, relationId] = [await stage.newTicket(), await stage.newTicket(), v7()];
  await stage.desk.alter(
    "INSERT INTO ticket_relation (id, ticket_id, other_id, kind, created_at) VALUES (?, ?, ?, 'related', ?)",
    ...[relationId, id, otherId, stage.desk.clock.now().toISOString()],
  );
  return { id, relationId };
}

/** An operation without a request here does not compile. */
export const RELATION_REQUESTS: { readonly [N in Named & keyof typeof CONSOLE_DESK_API]: Builder<N> } = {
  mergeTicket: async (stage) => ({
    params: { id: await stage.newTicket() },
    body: await numberOfNew(stage),
  }),
  undoMerger: async (stage) => {
    const [id, otherId] = [await stage.newTicket(), await stage.newTicket()];
    await stage.desk.alter(
      "UPDATE ticket SET status = 'closed', status_before_merger = 'new', merged_into = ? WHERE id = ?",
      ...[otherId, id],
    );
    return { params: { id } };
  },
  splitTicket: async (stage) => ({
    params: { id: await stage.newTicket() },
    body: { key: v7(), title: 'Also', description: '', message: null },
  }),
  relateTicket: async (stage) => ({
    params: { id: await stage.newTicket() },
    body: await numberOfNew(stage),
  }),
  removeRelation: async (stage) => ({ params: await newRelation(stage) }),
};
