// Second factors of staff (TOTP), their recovery codes, and the rules for signing in.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('second_factor')
    .addColumn('staff_id', 'text', (column) => column.primaryKey().references('staff.id'))
    .addColumn('secret', 'text')
    .addColumn('since', 'text')
    .addColumn('last_step', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_secret', 'text')
    .addColumn('next_begun_at', 'text')
    .execute();
  await db.schema
    .createTable('recovery_code')
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_code_key', ['staff_id', 'hash'])
    .execute();
  await db.schema
    .createTable('sign_in_rules')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('second_factor_for_administrators', 'integer', (column) => column.notNull())
    .execute();
}
