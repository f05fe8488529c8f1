// Reads tickets of iTop whole. One that iTop cannot send fails the answer for all asked with it: halves are asked, down to that one.
import type { Failure, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { failureOf, isUnencodable } from './rest-answer.ts';
import { CHANGED_FIELDS, ChangedTicket } from './ticket-change.ts';
import type { ItopParts, TicketClass } from './tickets.ts';

/** Tickets of one request. */
const AT_ONCE = 50;
/** Tickets that fail one by one, while none is read, before the fault is taken for iTop's own. */
const MOST_ALONE = 3;

/** Fails where iTop cannot be asked, or where it can send nothing at all. */
export async function readTickets(
  itop: ItopParts,
  ticketClass: TicketClass,
  ids: readonly string[],
): Promise<OperationResult<ReadTickets>> {
  const read: ReadTickets = { tickets: [], unreadable: [] };
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const failure = await readSome(itop, ticketClass, ids.slice(start, start + AT_ONCE), read);
    if (failure) return { ok: false, failure };
  }
  return done(read);
}

interface ReadTickets {
  tickets: ChangedTicket[];
  /** ids of those that iTop could not send, or not as expected */
  unreadable: string[];
}

/** Adds to `read`. Returns the failure that is not of one ticket, or null. */
async function readSome(
  itop: ItopParts,
  ticketClass: TicketClass,
  ids: readonly string[],
  read: ReadTickets,
): Promise<Failure | null> {
  const answer = await ask(itop, ticketClass, ids);
  if (answer.ok) {
    read.tickets.push(...answer.value.tickets);
    read.unreadable.push(...answer.value.unreadable);
    return null;
  }
  const { failure, isOfTicket } = answer;
  if (!isOfTicket && !mayBeOfTicket(failure)) return failure;
  if (ids.length === 1) {
    read.unreadable.push(...ids);
    const isOfAll = !isOfTicket && read.tickets.length === 0 && read.unreadable.length >= MOST_ALONE;
    return isOfAll ? failure : null;
  }
  const middle = Math.ceil(ids.length / 2);
  for (const half of [ids.slice(0, middle), ids.slice(middle)]) {
    const found = await readSome(itop, ticketClass, half, read);
    if (found) return found;
  }
  return null;
}

/** iTop has answered, such as with HTTP 500 at a ticket that takes more memory than PHP has. */
function mayBeOfTicket(failure: Failure): boolean {
  return failure.kind === 'refused' || (failure.kind === 'unreachable' && failure.isOver === true);
}

type Answer = { ok: true; value: ReadTickets } | { ok: false; failure: Failure; isOfTicket: boolean };

async function ask({ rest }: ItopParts, ticketClass: TicketClass, ids: readonly string[]): Promise<Answer> {
  const outcome = await rest.ask({
    operation: 'core/get',
    class: ticketClass,
    key: `SELECT ${ticketClass} WHERE id IN (${ids.join(', ')})`,
    output_fields: CHANGED_FIELDS,
    limit: ids.length,
  });
  if (!outcome.ok) return { ...outcome, isOfTicket: false };
  if (!outcome.value.isDone) return { ...failureOf(outcome.value), isOfTicket: isUnencodable(outcome.value) };
  const value: ReadTickets = { tickets: [], unreadable: [] };
  for (const { key: id, fields } of outcome.value.result.objects) {
    const row = ChangedTicket.safeParse({ id, ...fields });
    if (row.success) value.tickets.push(row.data);
    else value.unreadable.push(id);
  }
  return done(value);
}
