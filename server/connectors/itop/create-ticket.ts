// Creates a ticket in iTop in one call, key included, so that it exists whole or not at all.

import { z } from 'zod';
import type { TicketKind } from '../../../contract/primitives.ts';
import type { Found, LabelledValue, NewTicket, OperationResult } from '../connector.ts';
import { namedInBrackets } from '../named.ts';
import { done, failedAndOver } from '../results.ts';
import { keyLine, longText, toLine } from './html.ts';
import type { Organisations } from './organisations.ts';
import { parseFields } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { statusOf } from './states.ts';
import { COMMENT, classFor, formatRef, Id, type ItopParts, type TicketClass } from './tickets.ts';

/** Prefix of the ids of catalogue leaves read from iTop. */
export const LEAF = 'itop-';

const Created = z.object({ id: Id, ref: z.string(), status: z.string() });
const Service = z.object({ id: Id });

export async function createTicket(
  itop: ItopParts,
  organisations: Organisations,
  ticket: NewTicket,
): Promise<OperationResult<Found>> {
  const organisation = await organisations.idOf(ticket.organisation);
  if (!organisation.ok) return organisation;
  const people = await organisations.peopleIn(organisation.value, [ticket.requester, ...ticket.contacts]);
  if (!people.ok) return people;
  const leaf = await findLeaf(itop, ticket);
  if (!leaf.ok) return leaf;
  const [caller, ...others] = people.value;
  if (!caller) throw new Error('a ticket without a caller');
  const contacts = others.map(({ id }) => id);
  const own = await organisations.ofTicket(organisation.value, caller);
  if (!own.ok) return own;
  const ticketClass = classFor(itop.settings, ticket.kind);
  const result = await itop.rest.execute({
    operation: 'core/create',
    class: ticketClass,
    comment: COMMENT,
    output_fields: 'id,ref,status',
    fields: {
      ...fieldsOf(itop, ticket),
      ...leaf.value,
      org_id: own.value,
      caller_id: caller.id,
      contacts_list: contacts
        .filter((id, index) => id !== caller.id && contacts.indexOf(id) === index)
        .map((contact_id) => ({ contact_id })),
    },
  });
  return result.ok ? foundTicket(itop, ticketClass, parseFields(Created, result.value.objects)) : result;
}

function foundTicket(
  { settings }: ItopParts,
  ticketClass: TicketClass,
  rows: OperationResult<z.infer<typeof Created>[]>,
): OperationResult<Found> {
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (!row) return failedAndOver(REASONS.ticketNotReturned);
  const ref = formatRef({ class: ticketClass, id: row.id });
  return done({ ref, number: row.ref, status: statusOf(settings, row.status) });
}

function fieldsOf({ settings }: ItopParts, ticket: NewTicket): Record<string, unknown> {
  const { html, rest } = longText(ticket.description, rowsOf(ticket));
  const { impact, urgency } = ticket;
  return {
    origin: 'portal',
    ...(impact && { impact: settings.impacts[impact] }),
    ...(urgency && { urgency: settings.urgencies[urgency] }),
    ...requestType(settings.incidentClass, ticket.kind),
    ...settings.extraFields,
    title: toLine(ticket.title) || '-',
    description: html,
    private_log: keyLine(ticket.key),
    ...(rest && { public_log: { add_item: { message: rest, format: 'html' } } }),
  };
}

/** Where Incident is a class of its own, UserRequest accepts service requests only and sets the type itself. */
function requestType(incidentClass: TicketClass, kind: TicketKind): { request_type?: TicketKind } {
  return incidentClass === 'UserRequest' ? { request_type: kind } : {};
}

/** Rows below the description, for what iTop has no field for. */
function rowsOf({ category, writtenBy, hostname, userName, answers, facts }: NewTicket): LabelledValue[] {
  const rows: (LabelledValue | null)[] = [
    category && { label: 'Catégorie / Category', value: category.name },
    writtenBy && { label: 'Écrit par / Written by', value: namedInBrackets(writtenBy) },
    ...answers,
    { label: 'Poste / Device', value: hostname },
    { label: 'Utilisateur / User', value: userName },
    ...facts,
  ];
  return rows.filter((row) => row !== null && row.value !== '') as LabelledValue[];
}

/**
 * Returns iTop's service and subcategory, where the category comes from this iTop and still exists. An account limited to
 * some organisations may see a subcategory but not its service: iTop would refuse a ticket with it.
 */
async function findLeaf(
  { rest }: ItopParts,
  { category }: NewTicket,
): Promise<OperationResult<{ service_id?: string; servicesubcategory_id?: string }>> {
  const id = category?.id?.startsWith(LEAF) ? category.id.slice(LEAF.length) : '';
  if (!/^\d{1,18}$/.test(id)) return done({});
  const key = `SELECT Service AS s JOIN ServiceSubcategory AS c ON c.service_id = s.id WHERE c.id = ${id}`;
  const rows = await rest.get(Service, { class: 'Service', key, output_fields: 'id', limit: 1 });
  if (!rows.ok) return rows;
  const [row] = rows.value;
  return done(row ? { service_id: row.id, servicesubcategory_id: id } : {});
}
