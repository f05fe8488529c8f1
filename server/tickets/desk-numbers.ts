// The numbers of the built-in desk's tickets: none is given twice, also by a database that came back older (ADR 110).
import { sql } from 'kysely';
import { isPostgres } from '../storage/dialect/dialect.ts';
import type { Database } from '../storage/schema.ts';

/** Leaves out so many numbers: the next ticket gets one above all that a newer database may have given. */
export async function skipNumbers(db: Database, count: number): Promise<void> {
  if (isPostgres(db)) {
    const numbers = sql`pg_get_serial_sequence('desk_ticket', 'number')`;
    await sql`select setval(${numbers}, nextval(${numbers}) + ${sql.lit(count - 1)})`.execute(db);
    return;
  }
  await sql`insert into sqlite_sequence (name, seq) select 'desk_ticket', 0
    where not exists (select 1 from sqlite_sequence where name = 'desk_ticket')`.execute(db);
  await sql`update sqlite_sequence set seq = seq + ${count} where name = 'desk_ticket'`.execute(db);
}
