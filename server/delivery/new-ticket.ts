// Assembles the NewTicket that a connector receives, from all tables.
import type { Language } from '../../contract/primitives.ts';
import { readSettings } from '../backends/backend-store.ts';
import { idInBackend } from '../catalogue/backend-ids.ts';
import { findEntry, pathOf, readCategories } from '../catalogue/read-catalogue.ts';
import type { LabelledValue, NewTicket } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readContactsAndJoiners, readPerson } from '../tickets/people.ts';
import { readOrigin } from '../tickets/ticket-origin.ts';
import { FILES, factLabel, inLanguage } from './labels.ts';

/**
 * Reads the ticket for the backend of this link. The note of a hand-over precedes the description. The category's id is
 * set only for the backend whose catalogue it comes from: elsewhere the same id may mean something else. `namesFiles`
 * lists the file names, for a backend that accepts no files.
 */
export async function readNewTicket(
  db: Database,
  { ticketId, backendId }: Pick<Row<'link'>, 'ticketId' | 'backendId'>,
  { key, note, namesFiles }: { key: string; note: string; namesFiles: boolean },
): Promise<NewTicket> {
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { kind, title, description, impact, urgency, createdAt } = ticket;
  const language = await languageOf(db, backendId);
  const files = namesFiles ? await fileNames(db, { ticketId, commentId: null }) : '';
  const fileAnswers = files === '' ? [] : [{ label: inLanguage(FILES, language), value: files }];
  return {
    key,
    kind,
    title,
    impact,
    urgency,
    createdAt,
    description: [note, description].filter((text) => text !== '').join('\n\n'),
    ...(await readOrigin(db, ticket)),
    requester: await readPerson(db, ticket.requesterId),
    writtenBy: ticket.writtenBy === null ? null : await readPerson(db, ticket.writtenBy),
    contacts: await readContactsAndJoiners(db, ticketId),
    category: await readCategory(db, ticket, { backendId, language }),
    answers: [...answersOf(ticket), ...fileAnswers],
    facts: factsOf(ticket, language),
  };
}

/** Returns the language of the backend's technicians; null where its settings do not say. */
export async function languageOf(db: Database, backendId: string): Promise<Language | null> {
  const { settings } = await db
    .selectFrom('backend')
    .select('settings')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  const read = readSettings(settings);
  return read !== null && 'language' in read ? read.language : null;
}

async function readCategory(
  db: Database,
  ticket: Row<'ticket'>,
  { backendId, language }: { backendId: string; language: Language | null },
): Promise<NewTicket['category']> {
  const { organisationId, categoryId } = ticket;
  if (categoryId === null) {
    const service = (await readCategories(db, [ticket]))(ticket);
    return service && { id: null, name: inLanguage(service.name, language) };
  }
  const entry = await findEntry(db, organisationId, categoryId);
  return entry && { id: idInBackend(backendId, entry), name: inLanguage(pathOf(entry), language) };
}

/** Returns the file names of a ticket, or of one of its comments, separated by commas. */
export async function fileNames(
  db: Database,
  { ticketId, commentId }: { ticketId: string; commentId: string | null },
): Promise<string> {
  const files = await db
    .selectFrom('attachment')
    .select('name')
    .where('ticketId', '=', ticketId)
    .where('commentId', commentId === null ? 'is' : '=', commentId)
    .orderBy('position')
    .execute();
  return files.map(({ name }) => name).join(', ');
}

function answersOf({ answers }: Row<'ticket'>): LabelledValue[] {
  return (JSON.parse(answers) as LabelledValue[]).map(({ label, value }) => ({ label, value }));
}

function factsOf({ facts }: Row<'ticket'>, language: Language | null): LabelledValue[] {
  const sent = JSON.parse(facts) as { name: string; value: string }[];
  return sent.map(({ name, value }) => ({ label: factLabel(name, language), value }));
}
