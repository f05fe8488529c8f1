// Sign-in with an organisation's identity provider, and whom it proved an agent and a requester to be.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_in_provider')
    .addColumn('organisation_id', 'text', (column) => column.primaryKey().references('organisation.id'))
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text')
    .addColumn('address_claim', 'text', (column) => column.notNull())
    .addColumn('accepts_unverified', 'integer', (column) => column.notNull())
    .execute();
  for (const table of ['agent', 'requester']) {
    await db.schema.alterTable(table).addColumn('proven_issuer', 'text').execute();
    await db.schema.alterTable(table).addColumn('proven_subject', 'text').execute();
  }
  await db.schema.alterTable('agent').addColumn('claimed_proof', 'text').execute();
}
