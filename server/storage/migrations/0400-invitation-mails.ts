// When the link of an invitation is mailed next, and why it was not yet.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['mail_due_at', 'mail_error'])
    await db.schema.alterTable('staff_invitation').addColumn(name, 'text').execute();
  await db.schema
    .alterTable('staff_invitation')
    .addColumn('mail_attempt', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`create index staff_invitation_mail on staff_invitation (mail_due_at) where mail_due_at is not null`.execute(
    db,
  );
}
