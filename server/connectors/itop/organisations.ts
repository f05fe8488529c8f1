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
  email: z.string(),
  first_name: z.string(),
  name: z.string(),
});
const PERSON_FIELDS = 'id,email,first_name,name';
const CACHE_TTL = 10 * MINUTE;
const MOST_PEOPLE = 20;

function nameInItop({ organisations }: ItopSettings, organisation: string): string {
  return Object.hasOwn(organisations, organisation)
    ? (organisations[organisation] ?? organisation)
    : organisation;
}

export interface Organisations {
  /** Returns iTop's id of our organisation. */
  idOf(organisation: string): Promise<OperationResult<string>>;
  /** Returns iTop's ids of these people, in the same order; creates those it does not have. */
  peopleIn(organisationId: string, people: readonly Person[]): Promise<OperationResult<string[]>>;
  search(organisationId: string, text: string): Promise<OperationResult<Person[]>>;
}

export function createOrganisations(itop: ItopParts, { now }: Pick<ConnectorParts, 'now'>): Organisations {
  const known = new Map<string, { id: string; until: number }>();
  const pending = new Map<string, Promise<OperationResult<string>>>();

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
      const ids: string[] = [];
      for (const person of people) {
        const id = found.value.get(normalise(person.email));
        const created = id ? done(id) : await createOnce(itop, pending, organisationId, person);
        if (!created.ok) return created;
        ids.push(created.value);
      }
      return done(ids);
    },
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

/** Returns ids by address in lower case. */
async function findPeople(
  { rest }: ItopParts,
  organisationId: string,
  emails: readonly string[],
): Promise<OperationResult<Map<string, string>>> {
  if (emails.length === 0) return done(new Map());
  const key = `SELECT Person WHERE org_id = ${organisationId} AND email IN ${oqlList(emails)}`;
  const rows = await rest.get(PersonRow, { class: 'Person', key, output_fields: PERSON_FIELDS, limit: 100 });
  return rows.ok
    ? done(new Map(rows.value.toReversed().map(({ id, email }) => [normalise(email), id])))
    : rows;
}

/** iTop would create the same person twice: concurrent tickets share one request. */
function createOnce(
  itop: ItopParts,
  pending: Map<string, Promise<OperationResult<string>>>,
  organisationId: string,
  person: Person,
): Promise<OperationResult<string>> {
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
): Promise<OperationResult<string>> {
  const found = await findPeople(itop, organisationId, [person.email]);
  if (!found.ok) return found;
  const id = found.value.get(normalise(person.email));
  if (id) return done(id);
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
  return created ? done(created.key) : failed('refused', REASONS.personNotReturned);
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
