// The baseline of intake: the rows of one ticket as the server wrote them, again and again, each time in one bare transaction.
import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { v7 } from 'uuid';

/** The tables that a ticket adds a row to, in an order that references allow. */
export const TABLES = ['ticket', 'command', 'link', 'delivery', 'desk_ticket', 'change'] as const;

/** Returns the milliseconds of each of `count` transactions, with the rows of the ticket and the server's own pragmas. */
export function writeBareTickets(folder: string, ticketId: string, count: number): number[] {
  const database = new BetterSqlite(join(folder, 'guichet.sqlite'));
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  const inserts = TABLES.map((table) => insertOf(database, table, ticketId));
  const write = database.transaction((id: string) => {
    for (const insert of inserts) insert(id);
  });
  const times = Array.from({ length: count }, () => {
    const began = performance.now();
    write(v7());
    return performance.now() - began;
  });
  database.close();
  return times;
}

/** Returns a function that inserts the row of the ticket once more, for another id. */
function insertOf(database: BetterSqlite.Database, table: string, ticketId: string): (id: string) => void {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).map(String);
  const row = database
    .prepare<unknown[], Record<string, unknown>>(
      `SELECT * FROM "${table}" WHERE ${columns.map((column) => `"${column}" = ?`).join(' OR ')}`,
    )
    .get(columns.map(() => ticketId));
  if (!row) throw new Error(`the ticket has no row in ${table}`);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const insert = database.prepare(
    `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const { number: highest } = database
    .prepare<[], { number: number }>(`SELECT max(rowid) AS number FROM "${table}"`)
    .get() ?? { number: 0 };
  let next = highest;
  return (id) => {
    next += 1;
    insert.run(columns.map((column) => changed(column, row[column], { id, ticketId, next })));
  };
}

/** Ids are new, numbers unique; the rest is as it was. */
export function changed(
  column: string,
  value: unknown,
  { id, ticketId, next }: { id: string; ticketId: string; next: number },
): unknown {
  if (value === ticketId) return id;
  if (column === 'id') return v7();
  if (column === 'seq' || column === 'number') return typeof value === 'number' ? next : `B-${next}`;
  return value;
}
