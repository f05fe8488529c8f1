// Creates the ticket of a `create-ticket` command, with its requester, contacts and approver.
import type { Requester } from '../../contract/enrolment.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { CreateTicket } from '../../contract/sync.ts';
import { askApproval } from '../approvals/ask.ts';
import { findEntry } from '../catalogue/read-catalogue.ts';
import type { Chance } from '../chance.ts';
import { type Clock, HOUR, instantFrom } from '../clock.ts';
import { ensureRequester, findPerson } from '../people/named-people.ts';
import { buildOnce } from '../storage/built-query.ts';
import type { Database, Row } from '../storage/schema.ts';
import { storeAttachments } from '../tickets/attachments.ts';
import { addParticipant } from '../tickets/participants.ts';
import type { CommandAuthor } from './command-author.ts';

interface NewTicketParts {
  clock: Clock;
  chance: Chance;
}

/**
 * Returns the entry of its category, or null. Errors: category-gone for an unknown category; person-unknown for somebody
 * outside the organisation.
 */
export async function makeTicket(
  transaction: Database,
  parts: NewTicketParts,
  author: CommandAuthor,
  { key: id, body }: { key: string; body: CreateTicket },
): Promise<Result<Row<'catalogueEntry'> | null>> {
  const { organisationId } = author;
  const entry =
    body.categoryId === null ? null : await findEntry(transaction, organisationId, body.categoryId);
  if (body.categoryId !== null && !entry) return err('category-gone');
  const named = await findNamed(transaction, organisationId, body);
  if (!named.ok) return named;
  const ensure = (person: Requester) => ensureRequester(transaction, parts, organisationId, person);

  const { onBehalfOf, contacts } = named.value;
  const requesterId = onBehalfOf ? await ensure(onBehalfOf) : author.requesterId;
  await insertTicket(transaction, parts, author, {
    id,
    body,
    requesterId,
    dueHours: entry?.dueHours ?? null,
  });
  await storeAttachments(transaction, { ticketId: id, commentId: null }, body.attachments);

  const at = instantFrom(parts.clock);
  const contactIds = [author.requesterId];
  for (const contact of contacts) contactIds.push(await ensure(contact));
  for (const contactId of contactIds) {
    if (contactId === requesterId) continue;
    await addParticipant(transaction, { ticketId: id, requesterId: contactId, role: 'contact' }, at);
  }
  if (entry?.approver)
    await askApproval(transaction, parts, { id, organisationId, requesterId }, entry.approver);
  return ok(entry);
}

interface NamedPeople {
  onBehalfOf: Requester | null;
  contacts: Requester[];
}

async function findNamed(
  transaction: Database,
  organisationId: string,
  { onBehalfOf, contacts }: CreateTicket,
): Promise<Result<NamedPeople>> {
  const found: NamedPeople = { onBehalfOf: null, contacts: [] };
  for (const named of [...(onBehalfOf ? [onBehalfOf] : []), ...contacts]) {
    const person = await findPerson(transaction, organisationId, named.email);
    if (!person) return err('person-unknown', { name: named.fullName });
    if (named === onBehalfOf) found.onBehalfOf = person;
    else found.contacts.push(person);
  }
  return ok(found);
}

async function insertTicket(
  transaction: Database,
  { clock }: NewTicketParts,
  { agentId, organisationId, requesterId: authorId }: CommandAuthor,
  made: Pick<Row<'ticket'>, 'id' | 'requesterId'> & { body: CreateTicket; dueHours: number | null },
): Promise<void> {
  const { id, requesterId, body, dueHours } = made;
  const { ticketKind: kind, title, description, categoryId, impact, urgency } = body;
  const now = instantFrom(clock);
  await insertRow(transaction, {
    id,
    organisationId,
    requesterId,
    agentId,
    kind,
    title,
    description,
    categoryId,
    impact,
    urgency,
    writtenBy: requesterId === authorId ? null : authorId,
    answers: JSON.stringify(body.answers),
    facts: JSON.stringify(body.facts),
    status: 'new',
    dueAt: dueHours === null ? null : instantFrom(clock, dueHours * HOUR),
    createdAt: now,
    updatedAt: now,
  });
}

const insertRow = buildOnce((db, row: Omit<Row<'ticket'>, UnsetColumn>) =>
  db.insertInto('ticket').values(row),
);

/** Columns that a new ticket does not have yet. */
type UnsetColumn =
  | 'number'
  | 'technician'
  | 'technicianId'
  | 'teamId'
  | 'solution'
  | 'serviceId'
  | 'priority'
  | 'priorityReason'
  | 'closesAt'
  | 'overdueTold'
  | 'mergedInto'
  | 'statusBeforeMerger'
  | 'pendingReason'
  | 'pendingUntil'
  | 'pendingUntilAnswer'
  | 'satisfactionScore'
  | 'satisfactionComment';
