// Ticket numbers that mail backends have not sent yet: for which tickets, and when they are due.

import { BackendKind } from '../../contract/backends.ts';
import type { StaffScope } from '../../contract/console.ts';
import { HOUR } from '../clock.ts';
import { inScope } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';
import { readSettings } from './backend-store.ts';
import { connectorKind } from './kind-of.ts';

export interface AwaitedNumber {
  linkId: string;
  backendId: string;
  dueAt: string;
}

/** Returns the missing numbers of these tickets, or of all open ones of the scope. A backend that never sends a number is left out. */
export async function awaitedNumbers(
  db: Database,
  tickets: readonly string[] | { openOf: StaffScope },
): Promise<AwaitedNumber[]> {
  const kinds = BackendKind.options.filter((kind) => connectorKind(kind).hoursToNumber !== undefined);
  const awaited = db
    .selectFrom('link')
    .innerJoin('backend', 'backend.id', 'link.backendId')
    .innerJoin('delivery', 'delivery.linkId', 'link.id')
    .select(['link.id as linkId', 'link.backendId', 'backend.settings', 'delivery.updatedAt as sentAt'])
    .where('backend.kind', 'in', kinds)
    .where('link.number', 'is', null)
    .where('link.endedAt', 'is', null)
    .where('delivery.operation', '=', 'create-ticket')
    .where('delivery.state', '=', 'done');
  const rows = await ('openOf' in tickets
    ? awaited
        .innerJoin('ticket', 'ticket.id', 'link.ticketId')
        .where('ticket.status', '!=', 'closed')
        .where(inScope(tickets.openOf, 'ticket.organisationId'))
    : awaited.where('link.ticketId', 'in', tickets)
  ).execute();
  return rows.flatMap(({ settings, sentAt, ...link }) => {
    const parsed = readSettings(settings);
    const hours = parsed && (connectorKind(parsed.kind).hoursToNumber?.(parsed) ?? null);
    if (hours === null) return [];
    const due = Date.parse(sentAt) + hours * HOUR;
    return [{ ...link, dueAt: new Date(due).toISOString() }];
  });
}
