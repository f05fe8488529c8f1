// A ticket with all that was asked, as the backend that is to make it is told of it.
import { BackendSettings } from '../../contract/backends.ts';
import type { Language } from '../../contract/words.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { NamedAnswer, NewTicket } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { readPartners, readPerson } from './people.ts';
import { CATEGORY, FILES, factLabel, inLanguage } from './words.ts';

/**
 * The request of this link. To a second backend goes a copy: the note first, and the category by its name alone, for its
 * id says something in the first backend only. `namesFiles` for a backend that takes no files.
 */
export async function readNewTicket(
  db: Database,
  { ticketId, tier, backendId }: Pick<Row<'link'>, 'ticketId' | 'tier' | 'backendId'>,
  { key, note, namesFiles }: { key: string; note: string; namesFiles: boolean },
): Promise<NewTicket> {
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { kind, title, description, impact, urgency, createdAt } = ticket;
  const language = await languageOf(db, backendId);
  const category = await readCategory(db, ticket, language);
  const named =
    tier === 2 && category ? [{ label: inLanguage(CATEGORY, language), value: category.name }] : [];
  const files = namesFiles ? await fileNames(db, { ticketId, commentId: null }) : '';
  const kept = files === '' ? [] : [{ label: inLanguage(FILES, language), value: files }];
  return {
    ...{ key, kind, title, impact, urgency, createdAt },
    description: [note, description].filter((text) => text !== '').join('\n\n'),
    ...(await readOrigin(db, ticket)),
    requester: await readPerson(db, ticket.requesterId),
    writtenBy: ticket.writtenBy === null ? null : await readPerson(db, ticket.writtenBy),
    contacts: await readPartners(db, ticketId),
    category: tier === 2 ? null : category,
    answers: [...named, ...answersOf(ticket), ...kept],
    facts: factsOf(ticket, language),
  };
}

/** Of the backend's technicians; null where its settings do not say. */
export async function languageOf(db: Database, backendId: string): Promise<Language | null> {
  const { settings } = await db
    .selectFrom('backend')
    .select('settings')
    .where('id', '=', backendId)
    .executeTakeFirstOrThrow();
  const parsed = BackendSettings.parse(JSON.parse(settings));
  return 'language' in parsed ? parsed.language : null;
}

/** Of a ticket, or of one of its comments, separated by commas. */
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

async function readCategory(
  db: Database,
  ticket: Row<'ticket'>,
  language: Language | null,
): Promise<NewTicket['category']> {
  const category = (await readCategories(db, [ticket]))(ticket);
  return category && { id: category.id, name: inLanguage(category.name, language) };
}

function readOrigin(
  db: Database,
  { agentId, organisationId }: Row<'ticket'>,
): Promise<Pick<NewTicket, 'hostname' | 'userName' | 'organisation'>> {
  return db
    .selectFrom('agent')
    .innerJoin('device', 'device.id', 'agent.deviceId')
    .innerJoin('organisation', (join) => join.on('organisation.id', '=', organisationId))
    .select(['device.hostname', 'agent.userName', 'organisation.name as organisation'])
    .where('agent.id', '=', agentId)
    .executeTakeFirstOrThrow();
}

function answersOf({ answers }: Row<'ticket'>): NamedAnswer[] {
  return (JSON.parse(answers) as NamedAnswer[]).map(({ label, value }) => ({ label, value }));
}

function factsOf({ facts }: Row<'ticket'>, language: Language | null): NamedAnswer[] {
  const sent = JSON.parse(facts) as { name: string; value: string }[];
  return sent.map(({ name, value }) => ({ label: factLabel(name, language), value }));
}
