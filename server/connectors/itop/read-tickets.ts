// Reads tickets of iTop whole.
import type { OperationResult } from '../connector.ts';
import { askRows, type Read, readInHalves } from './halves.ts';
import { CHANGED_FIELDS, ChangedTicket } from './ticket-change.ts';
import type { ItopParts, TicketClass } from './tickets.ts';

/** Fails where iTop cannot be asked, or where it can send nothing at all. */
export function readTickets(
  { rest }: ItopParts,
  ticketClass: TicketClass,
  ids: readonly string[],
): Promise<OperationResult<Read<ChangedTicket>>> {
  const ask = (some: readonly string[]) =>
    askRows(rest, ChangedTicket, {
      class: ticketClass,
      key: `SELECT ${ticketClass} WHERE id IN (${some.join(', ')})`,
      output_fields: CHANGED_FIELDS,
      limit: some.length,
    });
  return readInHalves(ask, ids);
}
