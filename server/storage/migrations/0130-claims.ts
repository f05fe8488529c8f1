// What agents claim beside what was accepted, and the limits of enrolment keys and advance activations.
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../dialect/dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await limitKeys(db);
  await limitAdvanceActivations(db);
  await rebuildAgent(db);
}

/** Existing keys keep working as before: without expiry, for any number of agents, from anywhere. */
async function limitKeys(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('enrolment_key');
  await table().addColumn('expires_at', 'text').execute();
  await table().addColumn('most_uses', 'integer').execute();
  await table()
    .addColumn('networks', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
  await table()
    .addColumn('uses', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

/** An activation that names a host or a user admits one more agent, one that names neither a thousand. */
async function limitAdvanceActivations(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('advance_activation');
  await table().addColumn('machine_id', 'text').execute();
  await table()
    .addColumn('admits', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await table()
    .addColumn('used', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update advance_activation set admits = 1000 where hostname is null and user_name is null`.execute(
    db,
  );
}

/** A Windows user of a device may now have several agents, of which one at most is active. */
async function rebuildAgent(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) await widenAgent(db);
  else await copyAgents(db);
  await db.schema.alterTable('device').dropColumn('os').execute();
  await indexAgent(db);
}

/** On PostgreSQL this table was always empty so far: Guichet ran on SQLite only when it was released. */
async function widenAgent(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('agent');
  await table().dropConstraint('agent_user').execute();
  for (const name of ['hostname', 'os'] as const) {
    await table()
      .addColumn(name, 'text', (column) => column.notNull())
      .execute();
  }
  await table().addColumn('claim', 'text').execute();
  await table()
    .addColumn('enrolment_key_id', 'text', (column) => column.references('enrolment_key.id'))
    .execute();
  await table().addColumn('accepted_at', 'text').execute();
  await db.schema.dropIndex('agent_requester').execute();
}

/** SQLite drops no constraint. */
async function copyAgents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('new_agent')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('device_id', 'text', (column) => column.notNull().references('device.id'))
    .addColumn('sid', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('upn', 'text')
    .addColumn('hostname', 'text', (column) => column.notNull())
    .addColumn('os', 'text', (column) => column.notNull())
    .addColumn('claim', 'text')
    .addColumn('agent_version', 'text', (column) => column.notNull())
    .addColumn('secret_hash', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('requester_id', 'text', (column) => column.references('requester.id'))
    .addColumn('enrolment_key_id', 'text', (column) => column.references('enrolment_key.id'))
    .addColumn('enrolled_at', 'text', (column) => column.notNull())
    .addColumn('accepted_at', 'text')
    .addColumn('last_seen_at', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into new_agent
    select agent.id, device_id, sid, user_name, upn, hostname, os, null, agent_version, secret_hash, state, requester_id,
      null, enrolled_at,
      case when state <> 'waiting' or exists (select 1 from command where command.agent_id = agent.id)
        then enrolled_at end,
      last_seen_at
    from agent join device on device.id = agent.device_id`.execute(db);
  await db.schema.dropTable('agent').execute();
  await db.schema.alterTable('new_agent').renameTo('agent').execute();
}

async function indexAgent(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('agent_requester').on('agent').column('requester_id').execute();
  await db.schema.createIndex('agent_secret').on('agent').column('secret_hash').execute();
  await db.schema.createIndex('agent_user').on('agent').columns(['device_id', 'sid']).execute();
  await db.schema
    .createIndex('agent_active')
    .unique()
    .on('agent')
    .columns(['device_id', 'sid'])
    .where(sql.ref('state'), '=', sql.lit('active'))
    .execute();
}
