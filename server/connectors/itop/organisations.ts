// Finds iTop's organisations by our names and its people by their address; creates people that iTop does not have.

import { z } from 'zod';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import { MINUTE } from '../../clock.ts';
import type { ConnectorParts, OperationResult, Person } from '../connector.ts';
import { done, failed } from '../results.ts';
import { toLine } from './html.ts';
import { oqlContains, oqlList, oqlString } from './oql.ts';
import { failureOf, type Refusal } from './rest-answer.ts';
import { REASONS } from './sentences.ts';
import { COMMENT, Id, type ItopParts } from './tickets.ts';

const Row = z.object({ id: Id });
const PersonRow = z.object({
  id: Id,
  org_id: Id,
  email: z.string(),
  first_name: z.string(),
  name: z.string(),
});
const PERSON_FIELDS = 'id,org_id,email,first_name,name';
const Parent = z.object({ parent_id: Id });
/** Levels of organisations that are climbed: a circle must end. */
const MOST_LEVELS = 10;
const CACHE_TTL = 10 * MINUTE;
const MOST_PEOPLE = 20;

function nameInItop({ organisations }: ItopSettings, organisation: string): string {
  return Object.hasOwn(organisations, organisation)
    ? (organisations[organisation] ?? organisation)
    : organisation;
}

interface ItopPerson {
  id: string;
  organisationId: string;
}

export interface Organisations {
  /** Returns iTop's id of our organisation. */
  idOf(organisation: string): Promise<OperationResult<string>>;
  /**
   * Returns these people as iTop has them, in the same order. Who is in another organisation there, such as a department, is that
   * person; who is in none is created in this one.
   */
  peopleIn(organisationId: string, people: readonly Person[]): Promise<OperationResult<ItopPerson[]>>;
  /**
   * Returns the organisation of a ticket of this caller: their own where it is the given one or below it, because others do not show
   * it in their portal; else the given one.
   */
  ofTicket(organisationId: string, caller: ItopPerson): Promise<OperationResult<string>>;
  search(organisationId: string, text: string): Promise<OperationResult<Person[]>>;
}

export function createOrganisations(itop: ItopParts, { now }: Pick<ConnectorParts, 'now'>): Organisations {
  const known = new Map<string, { id: string; until: number }>();
  const pending = new Map<string, Promise<OperationResult<ItopPerson>>>();

  return {
    async idOf(organisation) {
      const name = nameInItop(itop.settings, organisation);
      const cached = known.get(name);
      if (cached && cached.until > now().getTime()) return done(cached.id);
      const found = await findOrganisation(itop, name);
      if (found.ok) known.set(name, { id: found.value, until: now().getTime() + CACHE_TTL });
      return found;
    },
    async peopleIn(organisationId, people) {
      const found = await findPeople(
        itop,
        organisationId,
        people.map(({ email }) => email),
      );
      if (!found.ok) return found;
      const all: ItopPerson[] = [];
      for (const person of people) {
        const known = found.value.get(normalise(person.email));
        const created = known ? done(known) : await createOnce(itop, pending, organisationId, person);
        if (!created.ok) return created;
        all.push(created.value);
      }
      return done(all);
    },
    ofTicket: (organisationId, caller) => organisationOfTicket(itop, organisationId, caller),
    search: (organisationId, text) => searchPeople(itop, organisationId, text),
  };
}

function normalise(email: string): string {
  return email.trim().toLowerCase();
}

async function findOrganisation({ rest }: ItopParts, name: string): Promise<OperationResult<string>> {
  const key = `SELECT Organization WHERE name = ${oqlString(name)}`;
  const rows = await rest.get(Row, { class: 'Organization', key, output_fields: 'id', limit: 1 });
  if (!rows.ok) return rows;
  const [row] = rows.value;
  return row ? done(row.id) : failed('refused', REASONS.noOrganisation(name));
}

/** Returns people by address in lower case: of the organisation if one is there, else of any that the account sees. */
async function findPeople(
  { rest }: ItopParts,
  organisationId: string,
  emails: readonly string[],
): Promise<OperationResult<Map<string, ItopPerson>>> {
  if (emails.length === 0) return done(new Map());
  const key = `SELECT Person WHERE email IN ${oqlList(emails)}`;
  const rows = await rest.get(PersonRow, { class: 'Person', key, output_fields: PERSON_FIELDS, limit: 100 });
  if (!rows.ok) return rows;
  const found = new Map<string, ItopPerson>();
  const own = rows.value.filter(({ org_id }) => org_id === organisationId);
  for (const { id, org_id, email } of [...own, ...rows.value])
    if (!found.has(normalise(email))) found.set(normalise(email), { id, organisationId: org_id });
  return done(found);
}

async function organisationOfTicket(
  { rest }: ItopParts,
  organisationId: string,
  caller: ItopPerson,
): Promise<OperationResult<string>> {
  let at = caller.organisationId;
  for (let level = 0; level < MOST_LEVELS && at !== '0'; level += 1) {
    if (at === organisationId) return done(caller.organisationId);
    const query = { class: 'Organization', key: at, output_fields: 'parent_id', limit: 1 };
    const rows = await rest.get(Parent, query);
    if (!rows.ok) return rows;
    at = rows.value[0]?.parent_id ?? '0';
  }
  return done(organisationId);
}

/** iTop would create the same person twice: concurrent tickets share one request. */
function createOnce(
  itop: ItopParts,
  pending: Map<string, Promise<OperationResult<ItopPerson>>>,
  organisationId: string,
  person: Person,
): Promise<OperationResult<ItopPerson>> {
  const name = `${organisationId} ${normalise(person.email)}`;
  const underWay = pending.get(name);
  if (underWay) return underWay;
  const created = findOrCreate(itop, organisationId, person).finally(() => pending.delete(name));
  pending.set(name, created);
  return created;
}

async function findOrCreate(
  itop: ItopParts,
  organisationId: string,
  person: Person,
): Promise<OperationResult<ItopPerson>> {
  const found = await findPeople(itop, organisationId, [person.email]);
  if (!found.ok) return found;
  const known = found.value.get(normalise(person.email));
  if (known) return done(known);
  const outcome = await itop.rest.ask({
    operation: 'core/create',
    class: 'Person',
    comment: COMMENT,
    output_fields: 'id',
    fields: { org_id: organisationId, email: person.email, ...splitName(person.fullName) },
  });
  if (!outcome.ok) return outcome;
  if (!outcome.value.isDone)
    return isAddressRefused(outcome.value)
      ? failed('refused', REASONS.addressRefused(person.email))
      : failureOf(outcome.value);
  const [created] = outcome.value.result.objects;
  return created ? done({ id: created.key, organisationId }) : failed('refused', REASONS.personNotReturned);
}

/** iTop's email_validation_pattern allows fewer addresses than there are: none with a plus sign, unless it was changed. */
function isAddressRefused({ message }: Refusal): boolean {
  return message.includes('(email) : Wrong format');
}

/** iTop requires both names: the first word becomes the first name, the rest the last name. */
function splitName(fullName: string): { first_name: string; name: string } {
  const [first = '-', ...rest] = toLine(fullName).split(' ');
  return rest.length > 0 ? { first_name: first, name: rest.join(' ') } : { first_name: '-', name: first };
}

async function searchPeople(
  { rest }: ItopParts,
  organisationId: string,
  text: string,
): Promise<OperationResult<Person[]>> {
  const like = oqlContains(text.trim());
  const key = `SELECT Person WHERE org_id = ${organisationId} AND status = 'active' AND email != '' AND (friendlyname LIKE ${like} OR email LIKE ${like})`;
  const query = { class: 'Person', key, output_fields: PERSON_FIELDS, limit: MOST_PEOPLE };
  const rows = await rest.get(PersonRow, query);
  if (!rows.ok) return rows;
  return done(
    rows.value.map(({ email, first_name, name }) => ({
      email,
      fullName: `${first_name === '-' ? '' : first_name} ${name}`.trim(),
    })),
  );
}
