// Writes to an existing ticket: comments, files, contacts, ratings. Each call includes the key.

import { z } from 'zod';
import type { Found, NewAttachment, NewComment, NewContact, OperationResult, Rating } from '../connector.ts';
import { done, failed, foundPlain } from '../results.ts';
import { commentHtml, keyLine, noteHtml, shortText } from './html.ts';
import type { Organisations } from './organisations.ts';
import { REASONS } from './sentences.ts';
import { statusOf } from './states.ts';
import { COMMENT, type CurrentTicket, type ItopParts, readCurrentTicket } from './tickets.ts';

/** Refuses comments on closed tickets: iTop would accept them, but nobody would read them. */
export async function addComment(itop: ItopParts, operation: NewComment): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, operation.ticketRef);
  if (!current.ok) return current;
  if (statusOf(itop.settings, current.value.status) === 'closed')
    return failed('refused', REASONS.closed(current.value.ref));
  const { key, author, body, internal } = operation;
  if (internal)
    return update(itop, current.value, key, {
      private_log: { add_item: { message: noteHtml(key, author, body), format: 'html' } },
    });
  return update(itop, current.value, key, {
    public_log: { add_item: { message: commentHtml(key, author, body), format: 'html' } },
    private_log: keyLine(key),
  });
}

async function update(
  { rest }: ItopParts,
  { class: ticketClass, id }: CurrentTicket,
  key: string,
  fields: Record<string, unknown>,
): Promise<OperationResult<Found>> {
  const operation = { operation: 'core/update', class: ticketClass, key: id, comment: COMMENT };
  const result = await rest.execute({ ...operation, output_fields: 'id', fields });
  return result.ok ? done(foundPlain(key)) : result;
}

/**
 * Attaches the file under its own name. The key goes into temp_id, which iTop uses only while a form is open and which is
 * indexed; a search by file name would have to read the contents of every attachment.
 */
export async function addAttachment(
  { rest, ...itop }: ItopParts,
  file: NewAttachment,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket({ rest, ...itop }, file.ticketRef);
  if (!current.ok) return current;
  const data = await base64Of(file);
  const { class: item_class, id: item_id, org_id: item_org_id } = current.value;
  const contents = { data, mimetype: file.mediaType, filename: file.name, downloads_count: 0 };
  const result = await rest.execute(
    {
      operation: 'core/create',
      class: 'Attachment',
      comment: COMMENT,
      output_fields: 'id',
      fields: { temp_id: tempIdOf(file.key), item_class, item_id, item_org_id, contents },
    },
    file.size,
  );
  return result.ok ? done(foundPlain(file.key)) : result;
}

const OURS = 'guichet-';

export function tempIdOf(key: string): string {
  return `${OURS}${key}`;
}

/** Whether a Guichet sent the file, this one or another. */
export function isOurTempId(tempId: string): boolean {
  return tempId.startsWith(OURS);
}

async function base64Of({ open }: NewAttachment): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of await open()) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('base64');
}

/** iTop's scale runs from 1, very satisfied, to 4. A plain update: rating a ticket does not close it. */
export async function rate(
  itop: ItopParts,
  { key, ticketRef, score, comment }: Rating,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, ticketRef);
  if (!current.ok) return current;
  return update(itop, current.value, key, {
    user_satisfaction: String(5 - score),
    user_comment: shortText(comment),
    private_log: keyLine(key),
  });
}

const WithContacts = z.object({
  contacts_list: z.array(z.object({ contact_id: z.union([z.string(), z.number()]).transform(String) })),
});

/** iTop replaces the whole set: contacts that a technician added there are sent back with ours. */
export async function addContact(
  itop: ItopParts,
  organisations: Organisations,
  { key, ticketRef, contact, contacts }: NewContact,
): Promise<OperationResult<Found>> {
  const current = await readCurrentTicket(itop, ticketRef);
  if (!current.ok) return current;
  const { class: ticketClass, id, org_id } = current.value;
  const query = { class: ticketClass, key: id, output_fields: 'contacts_list', limit: 1 };
  const there = await itop.rest.get(WithContacts, query);
  if (!there.ok) return there;
  const ours = await organisations.peopleIn(org_id, [...contacts, contact]);
  if (!ours.ok) return ours;
  const ids = new Set([
    ...there.value.flatMap((row) => row.contacts_list.map((one) => one.contact_id)),
    ...ours.value.map((person) => person.id),
  ]);
  return update(itop, current.value, key, {
    contacts_list: [...ids].map((contact_id) => ({ contact_id })),
    private_log: keyLine(key),
  });
}
