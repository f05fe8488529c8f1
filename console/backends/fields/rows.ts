// The rows of a map while it is edited: a key and its value.

export interface Row {
  /** React key of the row, without another meaning */
  key: number;
  from: string;
  to: string;
}

let last = 0;

export function newRow(from = '', to = ''): Row {
  last += 1;
  return { key: last, from, to };
}

export function rowsOf(map: Readonly<Record<string, string>>): Row[] {
  return Object.entries(map).map(([from, to]) => newRow(from, to));
}

/** The map of these rows; empty rows are left out. */
export function mapOf(rows: readonly Row[]): Record<string, string> {
  const filled = filledOf(rows);
  return Object.fromEntries(filled.map(({ from, to }) => [from.trim(), to.trim()]));
}

/** Whether a row has only a key or only a value, or two rows have the same key. */
export function areRowsWrong(rows: readonly Row[]): boolean {
  const filled = filledOf(rows);
  const isHalf = filled.some(({ from, to }) => from.trim() === '' || to.trim() === '');
  return isHalf || new Set(filled.map(({ from }) => from.trim())).size < filled.length;
}

function filledOf(rows: readonly Row[]): Row[] {
  return rows.filter(({ from, to }) => from.trim() !== '' || to.trim() !== '');
}
