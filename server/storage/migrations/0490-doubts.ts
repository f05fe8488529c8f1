// Deliveries whose outcome is unknown: since when, and when the backend is asked whether it has the object twice.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['unknown_at', 'look_again_at'])
    await db.schema.alterTable('delivery').addColumn(name, 'text').execute();
  await sql`create index delivery_look_again on delivery (backend_id, look_again_at) where look_again_at is not null`.execute(
    db,
  );
}
