// The routes through which technicians read and work on tickets.
import type { DeskTicket, Staff } from '../../contract/console.ts';
import type { Result } from '../../contract/result.ts';
import { readAttention } from '../desk/attention.ts';
import type { Desk } from '../desk/desk.ts';
import { listTickets } from '../desk/desk-list.ts';
import { readDeskTicket } from '../desk/desk-ticket.ts';
import { setFollowing } from '../desk/followers.ts';
import { type HandOverParts, handOver } from '../desk/hand-over.ts';
import { merge, undoMerger } from '../desk/merge.ts';
import { nameApprover } from '../desk/name-approver.ts';
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
  const { desk } = parts;
  async function read(staff: Staff, id: string): Promise<DeskTicket> {
    return (await readDeskTicket(parts, staff, id)) ?? fail('not-found');
  }
  async function readAfter(staff: Staff, id: string, act: Promise<Result<void>>): Promise<DeskTicket> {
    valueOrFail(await act);
    return read(staff, id);
  }
  return {
    listTickets: async ({ staff, query }) => listTickets(parts, staff, query),
    readAttention: async ({ staff }) => readAttention(parts, staff),
    readTicket: async ({ staff, params: { id } }) => read(staff, id),
    takeTicket: async ({ staff, params: { id } }) => readAfter(staff, id, desk.take(staff, id)),
    assignTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, desk.assign(staff, id, body)),
    correctTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, desk.correct(staff, id, body)),
    followTicket: async ({ staff, params: { id } }) =>
      readAfter(staff, id, setFollowing(parts, staff, id, true)),
    unfollowTicket: async ({ staff, params: { id } }) =>
      readAfter(staff, id, setFollowing(parts, staff, id, false)),
    setTicketPending: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, desk.setPending(staff, id, body)),
    resumeTicket: async ({ staff, params: { id } }) => readAfter(staff, id, desk.resume(staff, id)),
    closeTicket: async ({ staff, params: { id } }) => readAfter(staff, id, desk.close(staff, id)),
    reopenTicket: async ({ staff, params: { id } }) => readAfter(staff, id, desk.reopen(staff, id)),
    replyToTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, desk.reply(staff, id, body)),
    resolveTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, desk.resolve(staff, id, body)),
    mergeTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, merge(parts, staff, id, body.ticketNumber)),
    undoMerger: async ({ staff, params: { id } }) => readAfter(staff, id, undoMerger(parts, staff, id)),
    splitTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, body.key, split(parts, staff, id, body)),
    relateTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, relate(parts, staff, id, body)),
    removeRelation: async ({ staff, params: { id, relationId } }) =>
      readAfter(staff, id, removeRelation(parts, staff, id, relationId)),
    nameApprover: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, nameApprover(parts, staff, id, body)),
    handOverTicket: async ({ staff, params: { id }, body }) =>
      readAfter(staff, id, handOver(parts, staff, id, body)),
  } satisfies Partial<Handlers>;
}
