// The baseline of intake on PostgreSQL: the rows of one ticket as the server wrote them, each time in one bare transaction.
import pg from 'pg';
import { v7 } from 'uuid';
import { NUMBERS } from '../../server/storage/postgres-dialect.ts';
import { changed, TABLES } from './bare-tickets.ts';

/** Returns the milliseconds of each of `count` transactions, on one connection. */
export async function writeBareTicketsOnPostgres(
  url: string,
  ticketId: string,
  count: number,
): Promise<number[]> {
  const client = new pg.Client({ connectionString: url, types: NUMBERS });
  await client.connect();
  const inserts = [];
  for (const table of TABLES) inserts.push(await insertOf(client, table, ticketId));
  const times: number[] = [];
  for (let written = 0; written < count; written += 1) {
    const began = performance.now();
    await client.query('begin');
    const id = v7();
    for (const insert of inserts) await insert(id);
    await client.query('commit');
    times.push(performance.now() - began);
  }
  await client.end();
  return times;
}

/** Returns a function that inserts the row of the ticket once more, for another id. */
async function insertOf(
  client: pg.Client,
  table: string,
  ticketId: string,
): Promise<(id: string) => Promise<void>> {
  const rows = await client.query<Record<string, unknown>>(
    `select * from "${table}" as one
    where to_jsonb(one)::text like '%' || $1 || '%' limit 1`,
    [ticketId],
  );
  const [row] = rows.rows;
  if (!row) throw new Error(`the ticket has no row in ${table}`);
  const columns = Object.keys(row);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const places = columns.map((_, index) => `$${index + 1}`).join(', ');
  const text = `insert into "${table}" (${names}) values (${places})`;
  let next = 1e6;
  return async (id) => {
    next += 1;
    const values = columns.map((column) => changed(column, row[column], { id, ticketId, next }));
    await client.query({ name: table, text, values });
  };
}
