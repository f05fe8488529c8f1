// The routes through which technicians read and work on tickets.
import type { DeskTicket } from '../../contract/console.ts';
import type { Result } from '../../contract/result.ts';
import type { Desk } from '../desk/desk.ts';
import { listTickets } from '../desk/desk-list.ts';
import { readDeskTicket } from '../desk/desk-ticket.ts';
import { type HandOverParts, handOver } from '../desk/hand-over.ts';
import { merge, undoMerger } from '../desk/merge.ts';
import { relate, removeRelation } from '../desk/relations.ts';
import { split } from '../desk/split.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { SearchIndex } from '../tickets/search-index.ts';

interface TicketParts extends HandOverParts {
  desk: Desk;
  searchIndex: SearchIndex;
}

export function consoleTicketHandlers(parts: TicketParts) {
  const { db, desk, searchIndex } = parts;
  async function read(id: string): Promise<DeskTicket> {
    return (await readDeskTicket(parts, id)) ?? fail('not-found');
  }
  async function readAfter(id: string, act: Promise<Result<void>>): Promise<DeskTicket> {
    valueOrFail(await act);
    return read(id);
  }
  return {
    listTickets: async ({ staff, query }) => listTickets(db, searchIndex, staff.id, query),
    readTicket: async ({ params: { id } }) => read(id),
    takeTicket: async ({ staff, params: { id } }) => readAfter(id, desk.take(staff, id)),
    assignTicket: async ({ staff, params: { id }, body }) => readAfter(id, desk.assign(staff, id, body)),
    correctTicket: async ({ staff, params: { id }, body }) => readAfter(id, desk.correct(staff, id, body)),
    setTicketPending: async ({ staff, params: { id }, body }) =>
      readAfter(id, desk.setPending(staff, id, body)),
    resumeTicket: async ({ staff, params: { id } }) => readAfter(id, desk.resume(staff, id)),
    closeTicket: async ({ staff, params: { id } }) => readAfter(id, desk.close(staff, id)),
    reopenTicket: async ({ staff, params: { id } }) => readAfter(id, desk.reopen(staff, id)),
    replyToTicket: async ({ staff, params: { id }, body }) => readAfter(id, desk.reply(staff, id, body)),
    resolveTicket: async ({ staff, params: { id }, body }) => readAfter(id, desk.resolve(staff, id, body)),
    mergeTicket: async ({ staff, params: { id }, body }) =>
      readAfter(id, merge(parts, staff, id, body.ticketNumber)),
    undoMerger: async ({ staff, params: { id } }) => readAfter(id, undoMerger(parts, staff, id)),
    splitTicket: async ({ staff, params: { id }, body }) =>
      readAfter(body.key, split(parts, staff, id, body)),
    relateTicket: async ({ staff, params: { id }, body }) => readAfter(id, relate(parts, staff, id, body)),
    removeRelation: async ({ staff, params: { id, relationId } }) =>
      readAfter(id, removeRelation(parts, staff, id, relationId)),
    handOverTicket: async ({ staff, params: { id }, body }) =>
      readAfter(id, handOver(parts, staff, id, body)),
  } satisfies Partial<Handlers>;
}
