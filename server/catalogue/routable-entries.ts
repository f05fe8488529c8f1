// The catalogue entries that a route can name: families, services and leaves of every organisation, each with its path.
import type { RoutableEntry } from '../../contract/console.ts';
import type { Database, Row } from '../storage/schema.ts';

/** In catalogue order, each family before its services and these before their leaves; retired entries are left out. */
export async function readRoutableEntries(db: Database): Promise<RoutableEntry[]> {
  const leaves = await db
    .selectFrom('catalogueEntry')
    .selectAll()
    .where('retiredAt', 'is', null)
    .orderBy('organisationId')
    .orderBy('position')
    .execute();
  const entries = new Map<string, RoutableEntry>();
  for (const entry of leaves.flatMap(levelsOf)) {
    const key = `${entry.organisationId} ${entry.id}`;
    if (!entries.has(key)) entries.set(key, entry);
  }
  return [...entries.values()];
}

function levelsOf(leaf: Row<'catalogueEntry'>): RoutableEntry[] {
  const { organisationId } = leaf;
  const family = { en: leaf.familyEn, fr: leaf.familyFr };
  const service = { en: `${family.en} > ${leaf.serviceEn}`, fr: `${family.fr} > ${leaf.serviceFr}` };
  const name = { en: `${service.en} > ${leaf.nameEn}`, fr: `${service.fr} > ${leaf.nameFr}` };
  const approvedLevels = leaf.approver === null ? null : [leaf.id, leaf.serviceId, leaf.familyId];
  return [
    { organisationId, id: leaf.familyId, name: family, approvedLevels: null },
    { organisationId, id: leaf.serviceId, name: service, approvedLevels: null },
    { organisationId, id: leaf.id, name, approvedLevels },
  ];
}
