// What imports have in common: many rows in few statements, and how many came, changed and went.

export interface Tally {
  added: number;
  changed: number;
  retired: number;
}

/** Rows of one statement: far below what SQLite and PostgreSQL take in parameters. */
const ROWS_PER_STATEMENT = 500;

/** Writes all rows, some at a time. */
export async function writeAll<T>(
  rows: readonly T[],
  write: (some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await write(rows.slice(start, start + ROWS_PER_STATEMENT));
  }
}
