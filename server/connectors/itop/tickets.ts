// Tickets of iTop: their classes, their references, and the fields that are read before a write.

import { z } from 'zod';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { TicketKind } from '../../../contract/primitives.ts';
import type { OperationResult } from '../connector.ts';
import { done, failed } from '../results.ts';
import type { Rest } from './rest.ts';
import { REASONS } from './sentences.ts';

export interface ItopParts {
  settings: ItopSettings;
  rest: Rest;
}

const TicketClass = z.enum(['UserRequest', 'Incident']);
export type TicketClass = z.infer<typeof TicketClass>;

/** Returns the classes that tickets are created in. */
export function classesOf({ incidentClass }: ItopSettings): TicketClass[] {
  return incidentClass === 'Incident' ? ['UserRequest', 'Incident'] : ['UserRequest'];
}

export function classFor({ incidentClass }: ItopSettings, kind: TicketKind): TicketClass {
  return kind === 'incident' ? incidentClass : 'UserRequest';
}

export interface ItopRef {
  class: TicketClass;
  /** digits only */
  id: string;
}

/** Formats a reference as iTop does: UserRequest::168. */
export function formatRef({ class: ticketClass, id }: ItopRef): string {
  return `${ticketClass}::${id}`;
}

export function parseRef(ref: string): OperationResult<ItopRef> {
  const [name, id, ...more] = ref.split('::');
  const ticketClass = TicketClass.safeParse(name);
  if (!ticketClass.success || !/^\d{1,18}$/.test(id ?? '') || more.length > 0)
    return failed('refused', REASONS.noTicket(ref.slice(0, 100)));
  return done({ class: ticketClass.data, id: id ?? '' });
}

/** Returns the page of a ticket for technicians; null for a reference that is none. */
export function pageOf({ url }: ItopSettings, ticketRef: string): string | null {
  const ref = parseRef(ticketRef);
  if (!ref.ok) return null;
  const query = new URLSearchParams({ operation: 'details', class: ref.value.class, id: ref.value.id });
  return `${url.replace(/\/+$/, '')}/pages/UI.php?${query}`;
}

/** Id of an object; 0 for an empty foreign key. Digits only, so that it is safe in a query. */
export const Id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,18}$/));

const CurrentTicket = z.object({
  id: Id,
  ref: z.string(),
  status: z.string(),
  org_id: Id,
  service_id: Id,
  team_id: Id,
  agent_id: Id,
});
const CURRENT_FIELDS = Object.keys(CurrentTicket.shape).join(',');
export type CurrentTicket = z.infer<typeof CurrentTicket> & { class: TicketClass };

/** Reads the current state of a ticket. Fails with `gone` where it no longer exists. */
export async function readCurrentTicket(
  { rest }: ItopParts,
  ticketRef: string,
): Promise<OperationResult<CurrentTicket>> {
  const ref = parseRef(ticketRef);
  if (!ref.ok) return ref;
  const { class: ticketClass, id } = ref.value;
  const query = { class: ticketClass, key: id, output_fields: CURRENT_FIELDS, limit: 1 };
  const rows = await rest.get(CurrentTicket, query);
  if (!rows.ok) return rows;
  const [row] = rows.value;
  return row ? done({ ...row, class: ticketClass }) : failed('gone', REASONS.gone);
}

/** Names us in the object's history, on every write. */
export const COMMENT = 'Guichet';
