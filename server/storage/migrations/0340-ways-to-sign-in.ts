// Ways to sign in beside a password: passkeys, and an identity provider. Links for forgotten passwords, and when the person of a session proved again who they are.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('session')
    .addColumn('begun_by', 'text', (column) => column.notNull().defaultTo('password'))
    .execute();
  await db.schema
    .alterTable('session')
    .addColumn('proven_at', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('passkey')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('credential_id', 'text', (column) => column.notNull().unique())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('counter', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('last_used_at', 'text')
    .execute();
  await db.schema.createIndex('passkey_staff').on('passkey').column('staff_id').execute();
  await db.schema
    .createTable('passkey_challenge')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('staff_id', 'text', (column) => column.references('staff.id'))
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('passkey_challenge_end').on('passkey_challenge').column('ends_at').execute();
  // 0: of an account that a sign-in with the provider made
  await db.schema
    .alterTable('staff')
    .addColumn('has_password', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .createTable('staff_provider')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('sealed_secret', 'text')
    .addColumn('groups_claim', 'text', (column) => column.notNull())
    .addColumn('administrator_groups', 'text', (column) => column.notNull())
    .addColumn('technician_groups', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('staff_identity')
    .addColumn('issuer', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('staff_id', 'text', (column) => column.notNull().references('staff.id'))
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('staff_identity_key', ['issuer', 'subject'])
    .addUniqueConstraint('staff_identity_staff', ['staff_id', 'issuer'])
    .execute();
  await db.schema
    .createTable('staff_sign_in_attempt')
    .addColumn('browser_hash', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('password_link')
    .addColumn('staff_id', 'text', (column) => column.primaryKey().references('staff.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}
