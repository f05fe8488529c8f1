// The catalogue of an organisation as agents see it, and the names of ticket categories.
import type { Catalogue, CategoryChoice, Family, FormField, Service } from '../../contract/catalogue.ts';
import type { Bilingual } from '../../contract/primitives.ts';
import { sha256 } from '../hashes.ts';
import type { Database, Row } from '../storage/schema.ts';

/** Returns the catalogue; null when the organisation has none. */
export async function readCatalogue(db: Database, organisationId: string): Promise<Catalogue | null> {
  const catalogue = await db
    .selectFrom('catalogue')
    .select('version')
    .where('organisationId', '=', organisationId)
    .executeTakeFirst();
  if (!catalogue) return null;
  return { version: catalogue.version, families: familiesOf(await offeredEntries(db, organisationId)) };
}

/** Returns the entries that are not retired, in catalogue order. */
export function offeredEntries(db: Database, organisationId: string): Promise<Row<'catalogueEntry'>[]> {
  return db
    .selectFrom('catalogueEntry')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .execute();
}

/** Returns a hash of everything that agents see of the catalogue. */
export function versionOf(entries: readonly Row<'catalogueEntry'>[]): string {
  return sha256(JSON.stringify(familiesOf(entries)));
}

/** Returns the entry of this id, retired or not; null when there never was one. */
export async function findEntry(
  db: Database,
  organisationId: string,
  id: string,
): Promise<Row<'catalogueEntry'> | null> {
  const row = await db
    .selectFrom('catalogueEntry')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** An offered entry that staff chose for a ticket; for a service, the first of its entries. */
export interface Chosen {
  entry: Row<'catalogueEntry'>;
  /** its path */
  name: Bilingual;
}

/** Returns what was chosen; null where the catalogue does not offer it. */
export async function findChoice(
  db: Database,
  organisationId: string,
  { level, id }: CategoryChoice,
): Promise<Chosen | null> {
  const entry = await db
    .selectFrom('catalogueEntry')
    .selectAll()
    .where('organisationId', '=', organisationId)
    .where(level === 'service' ? 'serviceId' : 'id', '=', id)
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return entry ? { entry, name: level === 'service' ? servicePathOf(entry) : pathOf(entry) } : null;
}

/** Whether the organisation offers a catalogue. */
export async function hasCatalogue(db: Database, organisationId: string): Promise<boolean> {
  const entry = await db
    .selectFrom('catalogueEntry')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('retiredAt', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return entry !== undefined;
}

/** A subcategory or a service, with its path, such as "Network > Wi-Fi > No access". */
interface Category {
  id: string;
  name: Bilingual;
}

type Categorised = Pick<Row<'ticket'>, 'organisationId' | 'categoryId' | 'serviceId'>;

/** Reads the categories of these tickets, retired ones too. Returns a function from ticket to category, or to null. */
export async function readCategories(
  db: Database,
  tickets: readonly Categorised[],
): Promise<(ticket: Categorised) => Category | null> {
  const leafOf = await readBy(db, 'id', valuesOf(tickets, 'categoryId'), pathOf);
  const serviceOf = await readBy(db, 'serviceId', valuesOf(tickets, 'serviceId'), servicePathOf);
  return ({ organisationId, categoryId, serviceId }) =>
    leafOf.get(keyOf(organisationId, categoryId)) ?? serviceOf.get(keyOf(organisationId, serviceId)) ?? null;
}

const keyOf = (organisationId: string, id: string | null) => `${organisationId} ${id}`;

function valuesOf(tickets: readonly Categorised[], name: 'categoryId' | 'serviceId'): string[] {
  return [...new Set(tickets.map((ticket) => ticket[name]).filter((id) => id !== null))];
}

async function readBy(
  db: Database,
  column: 'id' | 'serviceId',
  ids: readonly string[],
  nameFor: (entry: Row<'catalogueEntry'>) => Bilingual,
): Promise<ReadonlyMap<string, Category>> {
  if (ids.length === 0) return new Map();
  const entries = await db.selectFrom('catalogueEntry').selectAll().where(column, 'in', ids).execute();
  return new Map(
    entries.map((entry) => [
      keyOf(entry.organisationId, entry[column]),
      { id: entry[column], name: nameFor(entry) },
    ]),
  );
}

/** Returns the path, such as "Network > Wi-Fi > No access". */
export function pathOf(entry: Row<'catalogueEntry'>): Bilingual {
  return {
    en: [entry.familyEn, entry.serviceEn, entry.nameEn].join(' > '),
    fr: [entry.familyFr, entry.serviceFr, entry.nameFr].join(' > '),
  };
}

/** Returns the path of its service, such as "Network > Wi-Fi". */
function servicePathOf(entry: Row<'catalogueEntry'>): Bilingual {
  return {
    en: [entry.familyEn, entry.serviceEn].join(' > '),
    fr: [entry.familyFr, entry.serviceFr].join(' > '),
  };
}

function familiesOf(entries: readonly Row<'catalogueEntry'>[]): Family[] {
  const families = Map.groupBy(entries, (entry) => entry.familyId);
  return [...families].map(([id, own]) => ({
    id,
    name: nameOf(own, 'family'),
    services: servicesOf(own),
  }));
}

function servicesOf(entries: readonly Row<'catalogueEntry'>[]): Service[] {
  const services = Map.groupBy(entries, (entry) => entry.serviceId);
  return [...services].map(([id, own]) => ({
    id,
    name: nameOf(own, 'service'),
    subcategories: own.map((entry) => ({
      id: entry.id,
      name: { en: entry.nameEn, fr: entry.nameFr },
      description: entry.description === null ? null : (JSON.parse(entry.description) as Bilingual),
      kind: entry.kind,
      needsApproval: entry.approver !== null,
      fields: JSON.parse(entry.fields) as FormField[],
    })),
  }));
}

function nameOf([first]: readonly Row<'catalogueEntry'>[], level: 'family' | 'service'): Bilingual {
  return { en: first?.[`${level}En`] ?? '', fr: first?.[`${level}Fr`] ?? '' };
}
