// Backends, routes, links, and deliveries per link.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect/dialect.ts';

/** Rows per statement: far below SQLite's limit of parameters. */
const ROWS_PER_STATEMENT = 500;

/** Rebuilds tables that others reference: foreign keys must be off (storage/open). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createBackends(db);
  await createLinks(db as Kysely<Before>);
  await linkTickets(db as Kysely<Before>);
  await rebuildDeliveries(db as Kysely<Before>);
  await rebuildTickets(db);
  await db.schema.alterTable('command').dropColumn('body').execute();
}

async function createBackends(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('backend')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('sealed_secrets', 'text')
    .addColumn('cursor', 'text')
    .addColumn('polled_at', 'text')
    .addColumn('last_failure_at', 'text')
    .addColumn('last_failure', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .createTable('route')
    .addColumn('organisation_id', 'text', (column) => column.references('organisation.id'))
    .addColumn('entry_id', 'text')
    .addColumn('backend_id', 'text', (column) => column.notNull().references('backend.id'))
    .execute();
  // a unique constraint treats nulls as different and would allow several default routes
  await db.schema
    .createIndex('route_tickets')
    .unique()
    .on('route')
    .expression(sql`coalesce(organisation_id, ''), coalesce(entry_id, '')`)
    .execute();
  const settings = '{"kind":"built-in"}';
  const createdAt = '1970-01-01T00:00:00.000Z';
  await sql`insert into backend (id, kind, name, settings, created_at)
    values ('built-in', 'built-in', 'Guichet', ${settings}, ${createdAt})`.execute(db);
  await sql`insert into route (organisation_id, entry_id, backend_id) values (null, null, 'built-in')`.execute(
    db,
  );
}

async function createLinks(db: Kysely<Before>): Promise<void> {
  await db.schema
    .createTable('link')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().references('ticket.id'))
    .addColumn('backend_id', 'text', (column) => column.notNull().references('backend.id'))
    .addColumn('tier', 'integer', (column) => column.notNull())
    .addColumn('ref', 'text')
    .addColumn('number', 'text')
    .addColumn('status', 'text')
    .addColumn('backend_status', 'text')
    .addColumn('technician', 'text')
    .addColumn('solution', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .execute();
  await db.schema
    .createIndex('link_tier')
    .unique()
    .on('link')
    .columns(['ticket_id', 'tier'])
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
  await db.schema.createIndex('link_ticket').on('link').column('ticket_id').execute();
  await db.schema.createIndex('link_ref').on('link').columns(['backend_id', 'ref']).execute();
  await db.schema
    .createTable('backend_comment')
    .addColumn('link_id', 'text', (column) => column.notNull().references('link.id'))
    .addColumn('ref', 'text', (column) => column.notNull())
    .addColumn('comment_id', 'text', (column) => column.references('comment.id'))
    .addPrimaryKeyConstraint('backend_comment_key', ['link_id', 'ref'])
    .execute();
}

/** The columns of the former tables that are read here. */
interface Before {
  delivery: {
    id: string;
    ticketId: string;
    ordinal: number;
    operation: string;
    key: string;
    state: string;
    attempt: number;
    dueAt: string;
    lastError: string | null;
    updatedAt: string;
  };
  command: { key: string; requesterId: string | null; body: string | null; acceptedAt: string };
  comment: { id: string; authorName: string };
  ticket: { id: string; requesterId: string };
  requester: { id: string; email: string; fullName: string };
}

/** Gives every ticket one link, which has the ticket's id. */
async function linkTickets(db: Kysely<Before>): Promise<void> {
  await sql`insert into link
    (id, ticket_id, backend_id, tier, ref, number, status, technician, solution, created_at, updated_at)
    select id, id, 'built-in', 1, backend_ref, number, status, technician, solution, created_at, updated_at
    from ticket`.execute(db);
}

async function rebuildDeliveries(db: Kysely<Before>): Promise<void> {
  // PostgreSQL names constraints in their schema, not in their table
  if (isPostgres(db)) await db.schema.alterTable('delivery').dropConstraint('delivery_order').execute();
  await db.schema
    .createTable('new_delivery')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('link_id', 'text', (column) => column.notNull().references('link.id'))
    .addColumn('backend_id', 'text', (column) => column.notNull().references('backend.id'))
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('refusals', 'integer', (column) => column.notNull())
    .addColumn('first_tried_at', 'text')
    .addColumn('retried_at', 'text')
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('delivery_order', ['link_id', 'ordinal'])
    .addUniqueConstraint('delivery_key', ['link_id', 'key'])
    .execute();
  await carryOver(db);
  await db.schema.dropTable('delivery').execute();
  await db.schema.alterTable('new_delivery').renameTo('delivery').execute();
  await db.schema
    .createIndex('delivery_due')
    .on('delivery')
    .columns(['backend_id', 'state', 'due_at', 'id'])
    .execute();
}

async function carryOver(db: Kysely<Before>): Promise<void> {
  const rows = await selectDeliveries(db).execute();
  const carried = rows.map((row) => {
    const { id, ticketId, ordinal, key, state, attempt, dueAt, lastError, updatedAt, acceptedAt } = row;
    return {
      id,
      linkId: ticketId,
      backendId: 'built-in',
      ordinal,
      key,
      state,
      attempt,
      refusals: 0,
      ...operationOf(row),
      firstTriedAt: attempt === 0 ? null : acceptedAt,
      dueAt,
      lastError,
      createdAt: acceptedAt,
      updatedAt,
    };
  });
  const fresh = db as unknown as Kysely<{ newDelivery: (typeof carried)[number] }>;
  for (let start = 0; start < carried.length; start += ROWS_PER_STATEMENT) {
    const some = carried.slice(start, start + ROWS_PER_STATEMENT);
    await fresh.insertInto('newDelivery').values(some).execute();
  }
}

/** Commands without a stored author are attributed to the requester of their ticket. */
function selectDeliveries(db: Kysely<Before>) {
  return db
    .selectFrom('delivery')
    .innerJoin('command', 'command.key', 'delivery.key')
    .innerJoin('ticket', 'ticket.id', 'delivery.ticketId')
    .innerJoin('requester', (join) =>
      join.on(sql<boolean>`requester.id = coalesce(command.requester_id, ticket.requester_id)`),
    )
    .leftJoin('comment', 'comment.id', 'delivery.key')
    .selectAll('delivery')
    .select(['command.body', 'command.acceptedAt', 'comment.authorName', 'email', 'fullName']);
}

type Carried = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['execute']>>[number];

/** Converts the name of the command to that of the operation, and moves the command's body to the delivery. */
function operationOf(row: Carried): { operation: string; content: string } {
  const { operation, email, fullName, authorName } = row;
  const body = JSON.parse(row.body ?? '{}') as Record<string, unknown>;
  const person = { email, fullName };
  switch (operation) {
    case 'act-on-ticket':
      return { operation: 'transition', content: JSON.stringify({ act: body.act, by: person }) };
    case 'rate-ticket':
      return { operation: 'rate', content: JSON.stringify({ score: body.score, comment: body.comment }) };
    case 'join-ticket':
      return { operation: 'add-contact', content: JSON.stringify({ contact: person }) };
    case 'add-comment':
      return { operation, content: JSON.stringify({ author: { email, fullName: authorName ?? fullName } }) };
    default:
      return { operation, content: '{}' };
  }
}

const TICKET_COLUMNS = [
  ...['id', 'organisation_id', 'requester_id', 'agent_id', 'kind', 'title', 'description', 'status'],
  ...['number', 'technician', 'solution', 'created_at', 'updated_at', 'written_by', 'answers', 'facts'],
  ...['category_id', 'impact', 'urgency', 'due_at', 'satisfaction_score', 'satisfaction_comment'],
];

/** Removes the unique constraint of the number and the reference, which are per backend now: SQLite needs a new table for it. */
async function rebuildTickets(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) {
    await db.schema.alterTable('ticket').dropConstraint('ticket_number_key').execute();
    await db.schema.alterTable('ticket').dropColumn('backend_ref').execute();
  } else await copyTickets(db);
  await db.schema.createIndex('ticket_number').on('ticket').column('number').execute();
}

async function copyTickets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('new_ticket')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organisation_id', 'text', (column) => column.notNull().references('organisation.id'))
    .addColumn('requester_id', 'text', (column) => column.notNull().references('requester.id'))
    .addColumn('agent_id', 'text', (column) => column.notNull().references('agent.id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('number', 'text')
    .addColumn('technician', 'text')
    .addColumn('solution', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addColumn('written_by', 'text', (column) => column.references('requester.id'))
    .addColumn('answers', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('facts', 'text', (column) => column.notNull().defaultTo('[]'))
    .addColumn('category_id', 'text')
    .addColumn('impact', 'text')
    .addColumn('urgency', 'text')
    .addColumn('due_at', 'text')
    .addColumn('satisfaction_score', 'integer')
    .addColumn('satisfaction_comment', 'text')
    .execute();
  const columns = sql.raw(TICKET_COLUMNS.join(', '));
  await sql`insert into new_ticket (${columns}) select ${columns} from ticket`.execute(db);
  await db.schema.dropTable('ticket').execute();
  await db.schema.alterTable('new_ticket').renameTo('ticket').execute();
  await db.schema.createIndex('ticket_updated').on('ticket').columns(['updated_at', 'id']).execute();
}
