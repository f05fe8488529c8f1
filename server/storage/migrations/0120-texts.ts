// Converts texts to their present format: folded names for searches, and reasons in both languages.
import { type Kysely, sql } from 'kysely';
import { fold } from '../../../contract/fold.ts';
import { isPostgres } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  // on PostgreSQL there are no texts yet: Guichet ran on SQLite only when this was released
  if (isPostgres(db)) return;
  await foldNames(db as Kysely<Before>);
  await giveBothLanguages(db, 'delivery', 'last_error');
  await giveBothLanguages(db, 'backend', 'last_failure');
  await giveBothLanguages(db, 'backend', 'left_out');
}

/** The columns of the former table that are read here. */
interface Before {
  person: { organisationId: string; email: string; fullName: string; searchText: string };
}

/** Folds names again: ligatures and apostrophes were not folded before. */
async function foldNames(db: Kysely<Before>): Promise<void> {
  const people = await db
    .selectFrom('person')
    .select(['organisationId', 'email', 'fullName', 'searchText'])
    .execute();
  for (const { organisationId, email, fullName, searchText } of people) {
    const folded = fold(`${fullName} ${email}`);
    if (folded === searchText) continue;
    await db
      .updateTable('person')
      .set({ searchText: folded })
      .where('organisationId', '=', organisationId)
      .where('email', '=', email)
      .execute();
  }
}

/** Uses the stored text for both languages. */
async function giveBothLanguages(db: Kysely<unknown>, table: string, column: string): Promise<void> {
  const text = sql.ref(column);
  await sql`update ${sql.table(table)} set ${text} = json_object('en', ${text}, 'fr', ${text})
    where ${text} not like '{"en":%'`.execute(db);
}
