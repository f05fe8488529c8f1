// Removes invisible characters from names that staff have typed: they are no longer admitted.
import { type Kysely, sql } from 'kysely';

const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const COLUMNS = [
  ['organisation', 'name'],
  ['backend', 'name'],
  ['advance_activation', 'machine_id'],
  ['advance_activation', 'hostname'],
  ['advance_activation', 'user_name'],
] as const;

/** A name that had nothing else is replaced by the id of its row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of COLUMNS) {
    const [of, name] = [sql.table(table), sql.ref(column)];
    const { rows } = await sql<{
      id: string;
      name: string | null;
    }>`select id, ${name} as name from ${of}`.execute(db);
    for (const row of rows) {
      const visible = row.name?.replace(HIDDEN, '').trim() ?? null;
      if (visible !== row.name)
        await sql`update ${of} set ${name} = ${visible || row.id} where id = ${row.id}`.execute(db);
    }
  }
}
