// The catalogue of an organisation as agents see it, and the names of ticket categories.
import type { Catalogue, Family, FormField, Service } from '../../contract/catalogue.ts';
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

/** A leaf with its path, such as "Network > Wi-Fi > No access". */
interface Category {
  id: string;
  name: Bilingual;
}

type Categorised = Pick<Row<'ticket'>, 'organisationId' | 'categoryId'>;

/** Reads the categories of these tickets, retired ones too. Returns a function from ticket to category, or to null. */
export async function readCategories(
  db: Database,
  tickets: readonly Categorised[],
): Promise<(ticket: Categorised) => Category | null> {
  const ids = [...new Set(tickets.map(({ categoryId }) => categoryId).filter((id) => id !== null))];
  if (ids.length === 0) return () => null;
  const entries = await db.selectFrom('catalogueEntry').selectAll().where('id', 'in', ids).execute();
  const keyOf = (organisationId: string, id: string | null) => `${organisationId} ${id}`;
  const categories = new Map(
    entries.map((entry) => [keyOf(entry.organisationId, entry.id), { id: entry.id, name: pathOf(entry) }]),
  );
  return (ticket) => categories.get(keyOf(ticket.organisationId, ticket.categoryId)) ?? null;
}

/** Returns the path, such as "Network > Wi-Fi > No access". */
export function pathOf(entry: Row<'catalogueEntry'>): Bilingual {
  return {
    en: [entry.familyEn, entry.serviceEn, entry.nameEn].join(' > '),
    fr: [entry.familyFr, entry.serviceFr, entry.nameFr].join(' > '),
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
