// Since when nobody whom Guichet can ask decides on an approval, until when tickets waited, and who follows one because of a merger.
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('approval').addColumn('stuck_since', 'text').execute();
  for (const name of ['pending_until', 'pending_until_answer'])
    await db.schema
      .alterTable('ticket_event')
      .addColumn(name, name === 'pending_until' ? 'text' : 'integer')
      .execute();
  await db.schema.alterTable('ticket_follower').addColumn('merged_from', 'text').execute();
  const now = new Date().toISOString();
  await sql`update approval set stuck_since = ${now} where times_asked > 0 and ask_again_at is null`.execute(
    db,
  );
  // where nobody was known to ask, the next look finds that
  await sql`update approval set ask_again_at = ${now} where times_asked > 0 and stuck_since is null and not exists (
    select 1 from participant where participant.ticket_id = approval.ticket_id and participant.role = 'approver')`.execute(
    db,
  );
}
