// Tickets, comments, attachments, commands, deliveries and the change feed.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTickets(db);
  await createAttachments(db);
  await createCommands(db);
  await db.schema
    .createTable('change')
    .addColumn('requester_id', 'text', (column) => column.notNull().references('requester.id'))
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('change_key', ['requester_id', 'ticket_id'])
    .addUniqueConstraint('change_order', ['requester_id', 'seq'])
    .execute();
}

async function createTickets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ticket')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisation.id'))
    .addColumn('requester_id', 'text', (column) => column.notNull().references('requester.id'))
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agent.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.unique())
    .addColumn('backend_ref', 'text')
    .addColumn('technician', 'text')
    .addColumn('solution', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('ticket_updated').on('ticket').columns(['updated_at', 'id']).execute();
  await db.schema
    .createTable('comment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('author_name', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('internal', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('comment_order', ['ticket_id', 'ordinal'])
    .execute();
}

async function createAttachments(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('blob')
    .addColumn('sha256', 'text', (column) => column.primaryKey())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('stored_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('upload')
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agent.id'))
    .addColumn('sha256', 'text', (column) => column.notNull().references('blob.sha256'))
    .addColumn('completed_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('upload_key', ['agent_id', 'sha256'])
    .execute();
  await db.schema
    .createTable('attachment')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('comment_id', 'text', (column) => column.references('comment.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull().references('blob.sha256'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('attachment_ticket')
    .on('attachment')
    .columns(['ticket_id', 'position'])
    .execute();
}

async function createCommands(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('command')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agent.id'))
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('submitted_at', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('delivery')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('connector', 'text', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull().references('command.key'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('delivery_order', ['ticket_id', 'ordinal'])
    .execute();
  await db.schema.createIndex('delivery_due').on('delivery').columns(['state', 'due_at']).execute();
}
