// Files that administrators import: whatever is in them, they are refused as a whole or imported as a whole.
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Announcement, ImportedAnnouncements } from '../../../contract/announcement.ts';
import { Catalogue, ImportedCatalogue } from '../../../contract/catalogue.ts';
import { checked } from '../../../contract/checked.ts';
import { DirectoryPerson } from '../../../contract/people.ts';
import {
  announcementsConflict,
  importAnnouncements,
} from '../../../server/announcements/import-announcements.ts';
import { announcementsAt, readAnnouncements } from '../../../server/announcements/in-force.ts';
import { catalogueConflict, importCatalogue } from '../../../server/catalogue/import-catalogue.ts';
import { readCatalogue } from '../../../server/catalogue/read-catalogue.ts';
import { systemChance } from '../../../server/chance.ts';
import { systemClock } from '../../../server/clock.ts';
import { decodeText } from '../../../server/people/decode-text.ts';
import { readDirectory } from '../../../server/people/directory-file.ts';
import { importDirectory } from '../../../server/people/import-directory.ts';
import { createAudit } from '../../../server/staff/audit.ts';
import type { Database } from '../../../server/storage/schema.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { openOwnStorage } from '../../fakes/server/own-storage.ts';
import { createTally, fuzz, inputsFor, PATIENCE } from './campaign.ts';
import { changed, changes } from './nasty.ts';
import { inputsOf, type Known } from './schema-inputs.ts';

/** Of all inputs of the campaign. */
const SHARE = 0.03;
const AT = '2030-01-02T08:00:00.000Z';
const ORGANISATION = v7();
const KNOWN: Known = {
  uuid: [ORGANISATION],
  sha256: ['a'.repeat(64)],
  email: ['a@b.example', 'c@d.example'],
  text: ['laptop', 'wifi', 'a'],
};
const parts = { clock: systemClock, audit: createAudit({ clock: systemClock, chance: systemChance }) };
const tally = createTally('imports');
let storage: Storage;
let db: Database;

beforeAll(async () => {
  storage = await openOwnStorage();
  db = storage.db;
  const organisation = { id: ORGANISATION, name: 'Contoso', nameKey: 'contoso', emailDomains: '[]' };
  await db
    .insertInto('organisation')
    .values({ ...organisation, createdAt: AT })
    .execute();
});
afterAll(async () => {
  await storage.close();
  tally.print();
});

/** Files of the schema with changes; `use` imports what the schema accepts, and reads it as an agent does. */
function everyFile<T>(
  name: string,
  schema: z.ZodType<T>,
  use: (content: T) => Promise<'imported' | 'refused'>,
): void {
  const files = fc.tuple(inputsOf(schema, KNOWN), changes).map(([file, made]) => changed(file, made));
  test(`a file of ${name} is refused or imported, and then read`, { timeout: PATIENCE }, async () => {
    await fuzz(name, inputsFor(SHARE, 3), files, async (file) => {
      const parsed = checked(schema, file);
      tally.count(`${name} ${parsed.success ? await use(parsed.data) : 'not read'}`);
    });
  });
}

everyFile('announcements', ImportedAnnouncements, async (file) => {
  if (announcementsConflict(file) !== null) return 'refused';
  await importAnnouncements({ ...parts, db }, ORGANISATION, file);
  Announcement.array().parse(
    await announcementsAt(db, ORGANISATION, await readAnnouncements(db, ORGANISATION, AT), AT),
  );
  await db.deleteFrom('announcement').execute();
  return 'imported';
});

/** A cell as people, Excel and damage make it. */
const cells = fc.oneof(
  fc.constantFrom('a@b.example', 'c@d.example', 'Renée', 'EXAMPLE\\rl', '', '"', '"two\nlines"', ';', ','),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const heads = fc.shuffledSubarray(['Nom', 'E-mail', 'Prénom', 'Utilisateur', 'Salle', 'Remarque'], {
  minLength: 1,
});
const tables = fc
  .tuple(
    heads,
    fc.array(fc.array(cells, { maxLength: 7 }), { maxLength: 8 }),
    fc.constantFrom(';', ',', '\t'),
  )
  .map(([head, rows, separator]) => [head, ...rows].map((row) => row.join(separator)).join('\r\n'));
const directories = fc
  .tuple(inputsOf(z.object({ people: z.array(DirectoryPerson) }), KNOWN), changes)
  .map(([file, made]) => String(JSON.stringify(changed(file, made))));
const encodings = ['utf8', 'utf16le', 'latin1'] as const;

test('of a file of people everybody who can be used is imported, in whatever encoding', {
  timeout: PATIENCE,
}, async () => {
  const files = fc.tuple(fc.oneof(tables, directories), fc.constantFrom(...encodings), fc.nat(200));
  await fuzz('people', inputsFor(SHARE, 3), files, async ([written, encoding, cut]) => {
    const bytes = Buffer.from(written, encoding);
    const text = decodeText(cut < 20 ? bytes.subarray(0, bytes.length - cut) : bytes)?.text ?? '';
    const read = readDirectory(text);
    tally.count(`people ${'problem' in read ? 'refused' : 'imported'}`);
    if ('problem' in read) return;
    await importDirectory({ ...parts, db, move: async () => {} }, ORGANISATION, read.people);
    const [row] = await db
      .selectFrom('person')
      .select(({ fn }) => fn.countAll<number>().as('people'))
      .execute();
    expect(row?.people).toBe(read.people.length);
  });
});

everyFile('the catalogue', ImportedCatalogue, async (file) => {
  if (catalogueConflict(file) !== null) return 'refused';
  const imported = await importCatalogue({ ...parts, db }, ORGANISATION, file);
  if ('unknownApprovers' in imported) return 'refused';
  Catalogue.nullable().parse(await readCatalogue(db, ORGANISATION));
  return 'imported';
});
