// What people are told of tickets by mail: the queue, edited texts, wishes, and what each agent has fetched.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notice')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('requester_id', 'text', (column) => column.references('requester.id'))
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'))
    .addColumn('change_seq', 'integer')
    .addColumn('comment_id', 'text')
    .addColumn('author', 'text')
    .addColumn('words', 'text')
    .addColumn('digest', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('first_tried_at', 'text')
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await sql`create index notice_due on notice (due_at, id) where state in ('waiting', 'sending')`.execute(db);
  await sql`create index notice_undone on notice (ticket_id) where state in ('waiting', 'sending')`.execute(
    db,
  );
  await sql`create index notice_parked on notice (updated_at, id) where state = 'parked'`.execute(db);
  await sql`create index notice_digest on notice (staff_id) where digest = 1 and state = 'waiting'`.execute(
    db,
  );
  await sql`create index notice_over on notice (updated_at)
    where state in ('sent', 'dropped', 'discarded')`.execute(db);
  await db.schema
    .createTable('mail_text')
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mail_text_key', ['event', 'language'])
    .execute();
  await db.schema
    .createTable('mail_wish')
    .addColumn('staff_id', 'text', (column) => column.primaryKey().references('staff.id'))
    .addColumn('switched_off', 'text', (column) => column.notNull())
    .addColumn('digest_minutes', 'integer')
    .addColumn('language', 'text')
    .execute();
  for (const [name, value] of [
    ['mails_always', 0],
    ['mails_notices', 1],
  ] as const)
    await db.schema
      .alterTable('requester')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(value))
      .execute();
  await db.schema.alterTable('agent').addColumn('language', 'text').execute();
  await db.schema
    .alterTable('agent')
    .addColumn('fetched_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('organisation')
    .addColumn('mail_language', 'text', (column) => column.notNull().defaultTo('en'))
    .execute();
}
