// Keeps that staff sent an agent away apart from its departure: an agent that leaves afterwards does not undo it. Writes ids
// of Windows in one case.
import { type Kysely, sql } from 'kysely';

/** Of former agents that left, the audit knows it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('agent')
    .addColumn('sent_away', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update agent set sent_away = 1
    where state = 'suspended'
      or (state = 'retired' and was_replaced = 0 and (
        departure is null or departure <> 'left'
        or exists (select 1 from audit where subject_id = agent.id and act in ('suspend', 'retire'))))`.execute(
    db,
  );
  await db.schema.alterTable('agent').dropColumn('was_replaced').execute();
  await sql`update agent set sid = upper(sid)`.execute(db);
  await sql`update advance_activation set machine_id = lower(machine_id)`.execute(db);
  // two devices whose ids differ by case alone stay as they are: which agents belong together is for staff to say
  await sql`update device set machine_id = lower(machine_id)
    where not exists (select 1 from device as other
      where other.organisation_id = device.organisation_id and other.id <> device.id
        and lower(other.machine_id) = lower(device.machine_id))`.execute(db);
}
