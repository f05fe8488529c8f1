// Closes tickets that Atera has twice: it has no unique keys, and may carry out a request that had been given up.
import type { DoubleQuestion, Doubles, OperationResult } from '../connector.ts';
import { done } from '../results.ts';
import { pageOfChanged } from './changed-page.ts';
import { MOST_PAGES } from './client.ts';
import { pathOf } from './comments.ts';
import { beginningOf, keyOf } from './find.ts';
import { Anything } from './shapes.ts';
import { statusNameAfter } from './statuses.ts';
import type { TransitionParts } from './transition.ts';

/** Comments cannot be removed: those of one key are read as one. */
export async function endDoubles(
  parts: TransitionParts,
  { operation, key, since, ref }: DoubleQuestion,
): Promise<OperationResult<Doubles>> {
  const ended: string[] = [];
  if (operation !== 'create-ticket') return done({ ended, left: [] });
  const { client, settings } = parts;
  const date = await beginningOf(parts, since);
  if (!date.ok) return date;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const reply = await pageOfChanged(client, date.value, page);
    if (!reply.ok) return reply;
    for (const ticket of reply.value.items) {
      if (ticket.TicketID === ref || parts.statusOf(ticket) === 'closed') continue;
      const carried = await keyOf(client, ticket);
      if (!carried.ok) return carried;
      if (carried.value !== key) continue;
      const json = { TicketStatus: statusNameAfter(settings, 'close') ?? undefined };
      const closed = await client.ask({ method: 'PUT', path: pathOf(ticket.TicketID), json }, Anything);
      if (!closed.ok) return closed;
      ended.push(ticket.TicketNumber ?? ticket.TicketID);
    }
    if (!reply.value.hasNext) break;
  }
  return done({ ended, left: [] });
}
