// Creates a ticket in Atera and finds out its id.

import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Found, NewTicket, OperationResult, Person } from '../connector.ts';
import { pathSegment } from '../http.ts';
import { done } from '../results.ts';
import { pathOf, readTicket } from './comments.ts';
import { findContact } from './contacts.ts';
import { type FindParts, findTicket, foundTicket, keyOf } from './find.ts';
import { outcomeUnknown, type Reply } from './reply.ts';
import { REASONS } from './sentences.ts';
import { Anything, Created } from './shapes.ts';
import { describe } from './texts.ts';

export interface CreateParts extends FindParts {
  settings: AteraSettings;
  contactCreation: KeyedLock;
}

/** Runs the acts of one address one after another: Atera creates a new contact twice for two tickets at once. */
export type KeyedLock = <T>(email: string, act: () => Promise<T>) => Promise<T>;

export function createKeyedLock(): KeyedLock {
  const last = new Map<string, Promise<unknown>>();
  return async (email, act) => {
    const mine = (last.get(email) ?? Promise.resolve()).then(act, act);
    last.set(email, mine);
    try {
      return await mine;
    } finally {
      if (last.get(email) === mine) last.delete(email);
    }
  };
}

export async function createTicket(
  parts: CreateParts,
  operation: NewTicket,
): Promise<OperationResult<Found>> {
  const { email } = operation.requester;
  const contact = await findContact(parts.client, email);
  if (!contact.ok) return contact;
  if (contact.value !== null) return createFor(parts, operation, contact.value);
  return parts.contactCreation(email, async () => {
    const meanwhile = await findContact(parts.client, email);
    return meanwhile.ok ? createFor(parts, operation, meanwhile.value) : meanwhile;
  });
}

async function createFor(
  parts: CreateParts,
  operation: NewTicket,
  contact: string | null,
): Promise<OperationResult<Found>> {
  const json = { ...fieldsOf(parts.settings, operation), ...requesterOf(operation.requester, contact) };
  const created = await parts.client.ask({ method: 'POST', path: '/tickets', json }, Created);
  if (!created.ok) return created;
  const found = await confirm(parts, created.value.ActionID, operation.key);
  if (!found.ok) return outcomeUnknown(found);
  if (found.value === null) {
    return outcomeUnknown({ failure: { kind: 'unreachable', reason: REASONS.notShownYet } });
  }
  await writeDevice(parts, found.value.ref, operation.hostname);
  return done(found.value);
}

function fieldsOf(settings: AteraSettings, operation: NewTicket): Record<string, string | undefined> {
  const { impact, urgency } = operation;
  return {
    TicketTitle: operation.title,
    Description: describe(operation, settings.language),
    TicketType: operation.kind === 'incident' ? 'Incident' : 'Request',
    TicketImpact: impact === null ? undefined : settings.impacts[impact],
    TicketPriority: urgency === null ? undefined : settings.priorities[urgency],
  };
}

/** Atera creates an unknown requester with the ticket; it requires a first and a last name. */
function requesterOf({ email, fullName }: Person, contact: string | null) {
  if (contact !== null) return { EndUserID: Number(contact) };
  const [first = email, ...rest] = fullName.trim().split(/\s+/);
  return { EndUserEmail: email, EndUserFirstName: first, EndUserLastName: rest.join(' ') || first };
}

/** ActionID should be the ticket's id: the key in the description confirms it. */
async function confirm(parts: CreateParts, actionId: string, key: string): Promise<Reply<Found | null>> {
  const ticket = await readTicket(parts.client, actionId);
  if (ticket.ok) {
    const carried = await keyOf(parts.client, ticket.value);
    if (!carried.ok) return carried;
    if (carried.value === key) return { ...ticket, value: foundTicket(parts, ticket.value) };
  } else if (ticket.failure.kind !== 'gone') {
    return ticket;
  }
  return findTicket(parts, key, parts.now().toISOString());
}

/** Ignores failures: the description names the device too, and the connection check reports a missing field. */
async function writeDevice({ client, settings }: CreateParts, ref: string, hostname: string): Promise<void> {
  if (settings.deviceField === null) return;
  const path = devicePath(ref, settings.deviceField);
  await client.ask({ method: 'PUT', path, json: { Value: hostname } }, Anything);
}

export function devicePath(ref: string, field: string): string {
  return pathOf(ref).replace('/tickets/', '/customvalues/ticketfield/').concat('/', pathSegment(field));
}
