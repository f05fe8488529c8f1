// Imports a backend's own catalogue into that of an organisation, beside entries from files and from other backends.
import { ImportedCatalogue, type ImportedSubcategory } from '../../contract/catalogue.ts';
import type { Bilingual, Reason } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { idInBackend, idPrefix } from '../catalogue/backend-ids.ts';
import { catalogueConflict, importCatalogue } from '../catalogue/import-catalogue.ts';
import { offeredEntries } from '../catalogue/read-catalogue.ts';
import type { Clock } from '../clock.ts';
import type { BackendService, Connector } from '../connectors/connector.ts';
import { sha256 } from '../hashes.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { ImportCounts } from '../storage/write-batches.ts';

type ImportedFamily = ImportedCatalogue['families'][number];

interface CatalogueQuery {
  backend: { id: string; name: string };
  connector: Connector;
  organisationId: string;
}

/** Reads what the backend offers an organisation. Errors: not-found for an unknown organisation, backend-failed. */
export async function readOfferedCatalogue(
  db: Database,
  { backend, connector, organisationId }: CatalogueQuery,
): Promise<Result<BackendService[]>> {
  const organisation = await db
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', organisationId)
    .executeTakeFirst();
  if (!organisation) return err('not-found');
  if (!connector.capabilities.catalogue) return failed(backend.name, NO_CATALOGUE);
  const answer = await connector.catalogue(organisation.name);
  return answer.ok ? ok(answer.value) : failed(backend.name, answer.failure.reason);
}

/**
 * Replaces what was imported from this backend before. An entry that is still offered keeps its id, form, approver and
 * due time; so does an entry of a file that has the backend's own id. The rest of the organisation's catalogue stays.
 * Errors: those of readOfferedCatalogue, and approver-unknown as of importCatalogue.
 */
export async function importFromBackend(
  parts: { db: Database; clock: Clock; audit: Audit },
  staffId: string,
  query: CatalogueQuery,
): Promise<Result<ImportCounts>> {
  const services = await readOfferedCatalogue(parts.db, query);
  if (!services.ok) return services;
  const { backend, organisationId } = query;
  const present = await offeredEntries(parts.db, organisationId);
  const parsed = ImportedCatalogue.safeParse({ families: merge(backend.id, present, services.value) });
  if (!parsed.success) return failed(backend.name, NOT_IMPORTABLE);
  const conflict = catalogueConflict(parsed.data);
  if (conflict !== null) return failed(backend.name, inItsCatalogue(conflict));
  const imported = await importCatalogue(parts, organisationId, parsed.data, staffId);
  if (!('unknownApprovers' in imported)) return ok(imported);
  return err('approver-unknown', { name: imported.unknownApprovers[0]?.approver ?? '' });
}

const NO_CATALOGUE: Reason = { en: 'it has no catalogue', fr: 'il n’a pas de catalogue' };
const NOT_IMPORTABLE: Reason = {
  en: 'its catalogue contains an entry that cannot be imported',
  fr: 'son catalogue contient une entrée qui ne peut pas être importée',
};

function inItsCatalogue({ en, fr }: Reason): Reason {
  return { en: `in its catalogue ${en}`, fr: `dans son catalogue, ${fr}` };
}

/** Drops the full stop: the reason becomes a part of a sentence. */
function failed(name: string, { en, fr }: Reason) {
  return err('backend-failed', { name, reason: { en: en.replace(/\.$/, ''), fr: fr.replace(/\.$/, '') } });
}

function merge(
  backendId: string,
  present: readonly Row<'catalogueEntry'>[],
  services: readonly BackendService[],
): unknown[] {
  const prefix = idPrefix(backendId);
  const entriesByBackendId = new Map(
    present.flatMap((entry): [string, Row<'catalogueEntry'>][] => {
      const id = idInBackend(backendId, entry);
      return id === null ? [] : [[id, entry]];
    }),
  );
  const others = present.filter((entry) => idInBackend(backendId, entry) === null);
  const offered = services.map((service) =>
    placeOfService(prefix, service, entriesByBackendId.get(service.id)),
  );
  return familiesOf([...others.map(placeOfEntry), ...offered]);
}

/** A leaf with its service and its family. */
interface Place {
  family: { id: string; name: Bilingual };
  service: { id: string; name: Bilingual };
  leaf: Record<keyof ImportedSubcategory, unknown>;
}

function placeOfEntry(entry: Row<'catalogueEntry'>): Place {
  return {
    family: { id: entry.familyId, name: { en: entry.familyEn, fr: entry.familyFr } },
    service: { id: entry.serviceId, name: { en: entry.serviceEn, fr: entry.serviceFr } },
    leaf: { id: entry.id, name: { en: entry.nameEn, fr: entry.nameFr }, kind: entry.kind, ...formOf(entry) },
  };
}

/** The properties of a leaf that only our catalogue has. */
function formOf(entry: Row<'catalogueEntry'> | undefined) {
  return {
    description: entry?.description ? JSON.parse(entry.description) : null,
    fields: entry ? JSON.parse(entry.fields) : [],
    approver: entry?.approver ?? null,
    dueHours: entry?.dueHours ?? null,
  };
}

/** Derives the ids of families and services from their names, as they have none: a rename in the backend breaks routes to them. */
function placeOfService(
  prefix: string,
  { id, path, kind }: BackendService,
  before: Row<'catalogueEntry'> | undefined,
): Place {
  const [family, ...below] = path;
  const leaf = path.at(-1);
  if (!family || !leaf) throw new Error('a leaf of a backend has no path');
  const between = below.slice(0, -1);
  const service = between.length === 0 ? family : joined(between);
  const idOf = (...names: Bilingual[]) =>
    `${prefix}${sha256(JSON.stringify(names.map(({ en }) => en))).slice(0, 16)}`;
  return {
    family: { id: idOf(family), name: family },
    service: { id: idOf(family, service), name: service },
    leaf: { id: before?.id ?? `${prefix}${id}`, name: leaf, kind, ...formOf(before) },
  };
}

function joined(names: readonly Bilingual[]): Bilingual {
  return { en: names.map(({ en }) => en).join(' > '), fr: names.map(({ fr }) => fr).join(' > ') };
}

function familiesOf(places: readonly Place[]): Record<keyof ImportedFamily, unknown>[] {
  return [...Map.groupBy(places, ({ family }) => family.id).values()].map((ofFamily) => ({
    ...(ofFamily[0] as Place).family,
    services: [...Map.groupBy(ofFamily, ({ service }) => service.id).values()].map((ofService) => ({
      ...(ofService[0] as Place).service,
      subcategories: ofService.map(({ leaf }) => leaf),
    })),
  }));
}
