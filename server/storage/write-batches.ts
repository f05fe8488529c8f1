// Shared by imports: batched writes, and the count of added, changed and retired rows.

export interface ImportCounts {
  added: number;
  changed: number;
  retired: number;
}

/** Rows per statement: far below the parameter limits of SQLite and PostgreSQL. */
const ROWS_PER_STATEMENT = 500;

/** Writes all rows in batches. */
export async function writeAll<T>(
  rows: readonly T[],
  write: (some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await write(rows.slice(start, start + ROWS_PER_STATEMENT));
  }
}
