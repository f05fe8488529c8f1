// What servers of one database must share: until when a backend is left alone, sign-ins under way, and which key they use.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('backend').addColumn('left_alone_until', 'text').execute();
  await db.schema
    .createTable('sign_in_attempt')
    .addColumn('agent_id', 'text', (column) => column.primaryKey().references('agent.id'))
    .addColumn('state_hash', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('server_key')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .execute();
}
