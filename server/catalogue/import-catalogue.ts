// Replaces the catalogue of an organisation by that of a file. Missing entries are retired: tickets refer to them.
import type { ImportedCatalogue, ImportedSubcategory } from '../../contract/catalogue.ts';
import type { Reason } from '../../contract/primitives.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type ImportCounts, writeAll } from '../storage/write-batches.ts';
import { findUnknownApprovers, type UnknownApprover } from './approvers.ts';
import { versionOf } from './read-catalogue.ts';

type Entry = Row<'catalogueEntry'>;

/** Returns the first id that occurs twice on its level, as parts of a sentence, or null. */
export function catalogueConflict({ families }: ImportedCatalogue): Reason | null {
  const services = families.flatMap((family) => family.services);
  const leaves = services.flatMap((service) => service.subcategories);
  return (
    repeated({ en: 'family', fr: 'la famille' }, families) ??
    repeated({ en: 'service', fr: 'le service' }, services) ??
    repeated({ en: 'subcategory', fr: 'la sous-catégorie' }, leaves) ??
    firstOf(leaves, formConflict)
  );
}

function formConflict({ id, fields }: ImportedSubcategory): Reason | null {
  const choices = fields.filter((field) => field.type === 'choice');
  return (
    repeated({ en: `field of ${id}`, fr: `le champ de ${id}` }, fields) ??
    firstOf(choices, ({ id: field, options }) =>
      repeated({ en: `option of ${id}, ${field}`, fr: `le choix de ${id}, ${field},` }, options),
    )
  );
}

function repeated(what: Reason, named: readonly { id: string }[]): Reason | null {
  const seen = new Set<string>();
  for (const { id } of named) {
    if (seen.has(id)) {
      return {
        en: `the ${what.en} "${id}" occurs twice`,
        fr: `${what.fr} «\u00a0${id}\u00a0» figure deux fois`,
      };
    }
    seen.add(id);
  }
  return null;
}

function firstOf<T, U>(list: readonly T[], find: (item: T) => U | null): U | null {
  for (const item of list) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Upserts the file's entries by id and sets the catalogue's version, in one transaction. Writes nothing and returns the
 * entries with an unknown approver where there are any: their tickets would wait forever. `staffId` is null for the
 * import command.
 */
export function importCatalogue(
  { db, clock, audit }: { db: Database; clock: Clock; audit: Audit },
  organisationId: string,
  catalogue: ImportedCatalogue,
  staffId: string | null = null,
): Promise<ImportCounts | { unknownApprovers: UnknownApprover[] }> {
  const importedAt = instantFrom(clock);
  const rows = rowsOf(organisationId, catalogue);
  return db.transaction().execute(async (transaction) => {
    const unknownApprovers = await findUnknownApprovers(transaction, organisationId, rows);
    if (unknownApprovers.length > 0) return { unknownApprovers };
    const present = await transaction
      .selectFrom('catalogueEntry')
      .selectAll()
      .where('organisationId', '=', organisationId)
      .execute();
    const tally = tallyOf(present, rows);
    await transaction
      .updateTable('catalogueEntry')
      .set({ retiredAt: importedAt })
      .where('organisationId', '=', organisationId)
      .where('retiredAt', 'is', null)
      .execute();
    await writeAll(rows, (some) => upsert(transaction, some));
    const whole = { version: versionOf(rows), importedAt };
    await transaction
      .insertInto('catalogue')
      .values({ organisationId, ...whole })
      .onConflict((conflict) => conflict.column('organisationId').doUpdateSet(whole))
      .execute();
    const subject = { kind: 'organisation', id: organisationId } as const;
    await audit(transaction, { staffId, act: 'import-catalogue', subject, details: { ...tally } });
    return tally;
  });
}

function upsert(transaction: Database, rows: readonly Entry[]): Promise<unknown> {
  const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'organisationId' && name !== 'id');
  return transaction
    .insertInto('catalogueEntry')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['organisationId', 'id'])
        .doUpdateSet(({ ref }) =>
          Object.fromEntries(columns.map((name) => [name, ref(`excluded.${name as keyof Entry}`)])),
        ),
    )
    .execute();
}

/** A new position alone is not a change. */
function tallyOf(present: readonly Entry[], rows: readonly Entry[]): ImportCounts {
  const offered = new Map(
    present.filter((entry) => entry.retiredAt === null).map((entry) => [entry.id, entry]),
  );
  const wanted = new Set(rows.map(({ id }) => id));
  const isOther = (row: Entry, before: Entry | undefined) =>
    before !== undefined &&
    (Object.keys(row) as (keyof Entry)[]).some((name) => name !== 'position' && row[name] !== before[name]);
  return {
    added: rows.filter(({ id }) => !offered.has(id)).length,
    changed: rows.filter((row) => isOther(row, offered.get(row.id))).length,
    retired: [...offered.keys()].filter((id) => !wanted.has(id)).length,
  };
}

function rowsOf(organisationId: string, { families }: ImportedCatalogue): Entry[] {
  const leaves = families.flatMap((family) =>
    family.services.flatMap((service) => service.subcategories.map((leaf) => ({ family, service, leaf }))),
  );
  return leaves.map(({ family, service, leaf }, position) => ({
    organisationId,
    id: leaf.id,
    position,
    familyId: family.id,
    familyEn: family.name.en,
    familyFr: family.name.fr,
    serviceId: service.id,
    serviceEn: service.name.en,
    serviceFr: service.name.fr,
    nameEn: leaf.name.en,
    nameFr: leaf.name.fr,
    description: leaf.description === null ? null : JSON.stringify(leaf.description),
    kind: leaf.kind,
    fields: JSON.stringify(leaf.fields),
    approver: leaf.approver,
    dueHours: leaf.dueHours,
    retiredAt: null,
  }));
}
