// A ticket with all that was asked, as the backend that is to make it is told of it.
import type { Bilingual } from '../../contract/words.ts';
import { idThere } from '../catalogue/backend-ids.ts';
import { findEntry, pathOf } from '../catalogue/read-catalogue.ts';
import type { NamedAnswer, NewTicket } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readOrigin } from '../updates/ticket-origin.ts';
import { readPartners, readPerson } from './people.ts';

/**
 * The request of this link. To a second backend goes a copy, the note first. The category's id goes to the backend whose
 * catalogue it is of, and to no other: there, the same id may say something else.
 */
export async function readNewTicket(
  db: Database,
  { ticketId, backendId }: Pick<Row<'link'>, 'ticketId' | 'backendId'>,
  { key, note }: { key: string; note: string },
): Promise<NewTicket> {
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { kind, title, description, impact, urgency, createdAt } = ticket;
  return {
    ...{ key, kind, title, impact, urgency, createdAt },
    description: [note, description].filter((text) => text !== '').join('\n\n'),
    ...(await readOrigin(db, ticket)),
    requester: await readPerson(db, ticket.requesterId),
    writtenBy: ticket.writtenBy === null ? null : await readPerson(db, ticket.writtenBy),
    contacts: await readPartners(db, ticketId),
    category: await readCategory(db, ticket, backendId),
    answers: answersOf(ticket),
    facts: factsOf(ticket),
  };
}

async function readCategory(
  db: Database,
  { organisationId, categoryId }: Row<'ticket'>,
  backendId: string,
): Promise<NewTicket['category']> {
  const entry = categoryId === null ? null : await findEntry(db, organisationId, categoryId);
  return entry && { id: idThere(backendId, entry), name: inBoth(pathOf(entry)) };
}

/** Nothing says which language the backend's staff read. */
function inBoth({ en, fr }: Bilingual): string {
  return en === fr ? en : `${fr} / ${en}`;
}

function answersOf({ answers }: Row<'ticket'>): NamedAnswer[] {
  return (JSON.parse(answers) as NamedAnswer[]).map(({ label, value }) => ({ label, value }));
}

function factsOf({ facts }: Row<'ticket'>): NamedAnswer[] {
  const sent = JSON.parse(facts) as { name: string; value: string }[];
  return sent.map(({ name, value }) => ({ label: name, value }));
}
