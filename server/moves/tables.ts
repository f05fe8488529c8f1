// Carries the rows of tables, and compares them. The tables are those of the databases, whatever migrations make of them.
import { Refused } from '../program.ts';
import { UNFINISHED_MOVE } from '../storage/postgres-checks.ts';
import { storableText } from '../storage/postgres-driver.ts';
import type { Progress } from './progress.ts';
import { createRowSum, isSame, type RowSum, type Value } from './row-sum.ts';
import { quoted, type Source } from './source.ts';
import type { Target } from './target.ts';

/** Tables whose rows are made, not carried; every other one has to be in both databases. */
const MADE_HERE: ReadonlySet<string> = new Set([
  // by the migrations
  'kysely_migration',
  'kysely_migration_lock',
  // by fillWords; on SQLite it is no table
  'search_words',
  UNFINISHED_MOVE,
]);

/** What a column holds, by its type in PostgreSQL. */
type ColumnType = 'text' | 'bigint' | 'bytea';

interface Column {
  name: string;
  type: ColumnType;
}

export interface MovedTable {
  name: string;
  columns: readonly Column[];
  /** rows in the source */
  total: number;
}

/** Of a statement, in rows and bytes. One row may be larger. */
const MOST_ROWS = 1000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Returns the tables that are carried. Throws where the two databases do not have the same: that would be a bug. */
export async function tablesOf(source: Source, { client }: Target): Promise<MovedTable[]> {
  const there = source.tables();
  const { rows } = await client.query<{ table: string; name: string; type: string }>(
    `select table_name as "table", column_name as name, data_type as type
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_schema = current_schema() and table_type = 'BASE TABLE'`,
  );
  const here = Map.groupBy(
    rows.filter(({ table }) => !MADE_HERE.has(table)),
    ({ table }) => table,
  );
  const names = [...there.keys()].filter((name) => !MADE_HERE.has(name));
  const unknown = [...here.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`the source has no table ${unknown}: is it made here?`);
  // in the order of their names: `content` is before its parts
  return names.map((name) => {
    const types = new Map(here.get(name)?.map((column) => [column.name, column.type]));
    const columns = (there.get(name) ?? []).map((column) => ({
      name: column,
      type: typeOf(`${name}.${column}`, types.get(column)),
    }));
    if (columns.length !== types.size) throw new Error(`the table ${name} has other columns here`);
    return { name, columns, total: source.count(name) };
  });
}

function typeOf(column: string, type: string | undefined): ColumnType {
  if (type === 'text' || type === 'bigint' || type === 'bytea') return type;
  throw new Error(`${column} is ${type ?? 'missing'} here: it cannot be moved`);
}

/** Carries the table unless it is here as it is in the source. Returns count and hash of its rows in the source. */
export async function carryTable(
  parts: { source: Source; target: Target; progress: Progress },
  table: MovedTable,
): Promise<RowSum> {
  const { source, target, progress } = parts;
  const { name, total } = table;
  const before = await target.recall('table', name);
  const sum = before === null ? null : sumOfSource(source, table);
  if (sum !== null && before === written(sum)) return sum;
  return target.together(async () => {
    await target.client.query(`delete from ${quoted(name)} where ${rowsOfSource(name)}`);
    const carried = createRowSum();
    for (const batch of batchesOf(source, table)) {
      await insert(target, table, batch);
      for (const row of batch) carried.add(row);
      progress.at(name, carried.read().rows, total);
    }
    const result = carried.read();
    await target.remember('table', name, written(result));
    progress.done(name, result.rows);
    return result;
  });
}

function written({ rows, hash }: RowSum): string {
  return `${rows} ${hash}`;
}

/** Reads the source again. */
function sumOfSource(source: Source, table: MovedTable): RowSum {
  const sum = createRowSum();
  for (const row of rowsOf(source, table)) sum.add(row);
  return sum.read();
}

/** Compares what is stored here with the source. Where it differs, the next move carries the table anew. */
export async function isCarried(target: Target, table: MovedTable, expected: RowSum): Promise<boolean> {
  const isRight = isSame(await sumOfTarget(target, table), expected);
  if (!isRight) await target.forget('table', table.name);
  return isRight;
}

/**
 * The tables of contents have rows beside those of the source: contents that were files (moves/contents). The ids of the source's
 * are remembered.
 */
function rowsOfSource(table: string): string {
  const ids = `(select name from ${UNFINISHED_MOVE} where what = 'content')`;
  if (table === 'content') return `id in ${ids}`;
  return table === 'content_part' ? `content_id in ${ids}` : 'true';
}

async function sumOfTarget({ client, together }: Target, { name, columns }: MovedTable): Promise<RowSum> {
  const sum = createRowSum();
  const list = columns.map((column) => quoted(column.name)).join(', ');
  await together(async () => {
    await client.query(
      `declare stored no scroll cursor for select ${list} from ${quoted(name)} where ${rowsOfSource(name)}`,
    );
    for (let most = 1; ; ) {
      const text = `fetch ${most} from stored`;
      const { rows } = await client.query<Value[]>({ text, rowMode: 'array' });
      if (rows.length === 0) return;
      for (const row of rows) sum.add(row);
      // as many as fit into memory, where the next are no larger than these
      const largest = Math.max(1, ...rows.map(sizeOf));
      most = Math.max(1, Math.min(2 * most, MOST_ROWS, Math.floor(MOST_BYTES / largest)));
    }
  });
  return sum.read();
}

function sizeOf(row: readonly Value[]): number {
  return row.reduce<number>((size, value) => size + (value?.length ?? 0), 0);
}

function* batchesOf(source: Source, table: MovedTable): Generator<Value[][]> {
  let batch: Value[][] = [];
  let bytes = 0;
  for (const row of rowsOf(source, table)) {
    batch.push(row);
    bytes += sizeOf(row);
    if (batch.length < MOST_ROWS && bytes < MOST_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

function* rowsOf(source: Source, { name, columns }: MovedTable): Generator<Value[]> {
  const names = columns.map((column) => column.name);
  for (const row of source.rows(name, names))
    yield columns.map((column, index) => storable(name, column, row[index]));
}

/** Returns the value as PostgreSQL stores it. SQLite takes any value in any column. Throws Refused. */
function storable(table: string, { name, type }: Column, value: unknown): Value {
  if (value === null) return null;
  if (type === 'text' && typeof value === 'string') return storableText(value);
  if (type === 'bigint' && typeof value === 'bigint') return value.toString();
  if (type === 'bytea' && Buffer.isBuffer(value)) return value;
  throw new Refused(
    `The table ${table} of the source has a ${typeof value} in ${name}, where ${type} is expected: it was altered by hand, correct it with SQLite and run the move again.`,
  );
}

/** One text for all batches of a table: arrays of the columns. */
async function insert(
  { client }: Target,
  { name, columns }: MovedTable,
  batch: readonly Value[][],
): Promise<void> {
  const list = columns.map((column) => quoted(column.name)).join(', ');
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
  const values = columns.map((_, index) => batch.map((row) => row[index] ?? null));
  if (name === 'content') await makeRoom(client, columns, values);
  await client.query(`insert into ${quoted(name)} (${list}) select * from unnest(${arrays})`, values);
}

/** Remembers the ids; a content that was a file before and has a name of these is left to the server to remove. */
async function makeRoom(
  client: Target['client'],
  columns: readonly Column[],
  values: readonly (readonly Value[])[],
): Promise<void> {
  const of = (name: string) => values[columns.findIndex((column) => column.name === name)];
  await client.query(
    `insert into ${UNFINISHED_MOVE} select 'content', id, '' from unnest($1::text[]) as id on conflict do nothing`,
    [of('id')],
  );
  await client.query('update content set name = null where name = any($1)', [of('name')]);
}
