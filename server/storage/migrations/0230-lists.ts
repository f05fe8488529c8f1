// Serves lists from indexes: tickets by state and last update, devices and agents by name. Makes the index of searches.
// Existing tickets are marked as changed: the server indexes them after it has started (tickets/search-index).
import { type Kysely, sql } from 'kysely';
import { fold } from '../../../contract/fold.ts';
import { isPostgres } from '../dialect/dialect.ts';
import { createTrigger } from '../dialect/triggers.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await indexTickets(db);
  await addKey(db, 'device', 'host_key', 'hostname');
  await addKey(db, 'agent', 'name_key', 'user_name');
  await addKey(db, 'requester', 'search_text', `full_name || ' ' || email`);
  await indexDevices(db);
  await createSearch(db);
  await markChanges(db);
  await sql`insert into search_pending (ticket_id) select id from ticket`.execute(db);
}

/** Each ticket is in one of the three: partial indexes cost one entry per ticket, and each is in the order of its list. */
async function indexTickets(db: Kysely<unknown>): Promise<void> {
  const order = sql`on ticket (updated_at, id)`;
  await sql`create index ticket_open ${order} where status not in ('resolved', 'closed')`.execute(db);
  await sql`create index ticket_resolved ${order} where status = 'resolved'`.execute(db);
  await sql`create index ticket_closed ${order} where status = 'closed'`.execute(db);
  // for the tickets of somebody who is renamed
  await db.schema.createIndex('ticket_requester').on('ticket').column('requester_id').execute();
  await db.schema.createIndex('participant_requester').on('participant').column('requester_id').execute();
}

/** Adds a column with the folded text: no database folds as we do. */
async function addKey(db: Kysely<unknown>, table: string, column: string, text: string): Promise<void> {
  await db.schema
    .alterTable(table)
    .addColumn(column, 'text', (added) => added.notNull().defaultTo(''))
    .execute();
  const [of, key] = [sql.table(table), sql.ref(column)];
  const { rows } = await sql<{
    id: string;
    text: string;
  }>`select id, ${sql.raw(text)} as text from ${of}`.execute(db);
  for (const row of rows)
    await sql`update ${of} set ${key} = ${fold(row.text)} where id = ${row.id}`.execute(db);
}

async function indexDevices(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('device_listed').on('device').columns(['host_key', 'id']).execute();
  await db.schema
    .createIndex('device_organisation')
    .on('device')
    .columns(['organisation_id', 'host_key', 'id'])
    .execute();
  // also what a search reads of every agent
  await db.schema
    .createIndex('agent_listed')
    .on('agent')
    .columns(['state', 'device_id', 'name_key', 'requester_id'])
    .execute();
  await db.schema
    .createIndex('agent_claiming')
    .on('agent')
    .column('id')
    .where(sql.ref('claim'), 'is not', null)
    .execute();
}

async function createSearch(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('search_text')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('ticket_id', 'text', (column) => column.notNull().unique().references('ticket.id'))
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('search_pending')
    .addColumn('ticket_id', 'text', (column) => column.primaryKey().references('ticket.id'))
    .execute();
  await createWordIndex(db);
}

/** FTS5, or a GIN index (storage/word-index). Its rows are numbered as in search_text, which keeps the text. */
async function createWordIndex(db: Kysely<unknown>): Promise<void> {
  if (!isPostgres(db)) {
    // a prefix of one to three letters has an entry of its own
    await sql`create virtual table search_words using fts5(state, text, content='', contentless_delete=1,
      tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')`.execute(db);
    return;
  }
  await db.schema
    .createTable('search_words')
    .addColumn('row', 'integer', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('words', sql`tsvector`, (column) => column.notNull())
    .execute();
  await sql`create index search_words_words on search_words using gin (words)`.execute(db);
}

/**
 * Triggers cost no statement of their own, and no writer can forget them. A rebuilt table needs them anew. A mark that is there
 * is written again: who indexes the ticket at this moment, and takes the mark away, does not see the change yet.
 */
async function markChanges(db: Kysely<unknown>): Promise<void> {
  const marks = [
    ['ticket', 'insert', 'new.id'],
    ['ticket', 'update', 'new.id'],
    ['comment', 'insert', 'new.ticket_id'],
    ['participant', 'insert', 'new.ticket_id'],
  ] as const;
  for (const [table, after, id] of marks) {
    const statement = sql`insert into search_pending (ticket_id) values (${sql.raw(id)}) on conflict (ticket_id) do update set ticket_id = excluded.ticket_id`;
    await createTrigger(db, { name: `search_${table}_${after}`, after, table, forEachRow: true, statement });
  }
  await createTrigger(db, {
    name: 'search_requester_update',
    after: 'update of email, full_name',
    table: 'requester',
    forEachRow: true,
    when: sql`old.email <> new.email or old.full_name <> new.full_name`,
    statement: sql`insert into search_pending (ticket_id)
      select id from ticket where requester_id = new.id
      union select ticket_id from participant where requester_id = new.id
      on conflict (ticket_id) do update set ticket_id = excluded.ticket_id`,
  });
}
