// Mails to the built-in desk: tickets without an agent, and mails that were taken or wait for a technician.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await allowTicketsWithoutAgent(db);
  await db.schema.alterTable('comment').addColumn('whole', 'text').execute();
  await db.schema
    .createTable('desk_mailbox')
    .addColumn('mailbox', 'text', (column) => column.primaryKey())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('cursor', 'text')
    .execute();
  await db.schema
    .createTable('desk_mail')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('place', 'text', (column) => column.notNull().unique())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('sender_name', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('taken_at', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('left_out', 'text', (column) => column.notNull())
    .addColumn('ticket_id', 'text', (column) => column.references('ticket.id'))
    .addColumn('comment_id', 'text', (column) => column.references('comment.id'))
    .addColumn('requester_id', 'text', (column) => column.references('requester.id'))
    .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
    .execute();
  await db.schema.createIndex('desk_mail_sender').on('desk_mail').columns(['sender', 'taken_at']).execute();
  await db.schema.createIndex('desk_mail_outcome').on('desk_mail').columns(['outcome', 'taken_at']).execute();
  await db.schema.createIndex('desk_mail_comment').on('desk_mail').column('comment_id').execute();
  await db.schema
    .createTable('desk_mail_file')
    .addColumn('mail_id', 'text', (column) => column.notNull().references('desk_mail.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('desk_mail_file_key', ['mail_id', 'position'])
    .execute();
  await db.schema.createIndex('desk_mail_file_sha256').on('desk_mail_file').column('sha256').execute();
}

/** SQLite cannot make a column nullable: another one takes its place. */
async function allowTicketsWithoutAgent(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) {
    await db.schema
      .alterTable('ticket')
      .alterColumn('agent_id', (column) => column.dropNotNull())
      .execute();
    return;
  }
  await db.schema
    .alterTable('ticket')
    .addColumn('from_agent', 'text', (column) => column.references('agent.id'))
    .execute();
  await sql`update ticket set from_agent = agent_id`.execute(db);
  await db.schema.alterTable('ticket').dropColumn('agent_id').execute();
  await db.schema.alterTable('ticket').renameColumn('from_agent', 'agent_id').execute();
}
