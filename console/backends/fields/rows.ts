// The rows of a map as it is edited: a name of the backend's, and what it stands for here.

export interface Row {
  /** tells rows apart while they are edited; means nothing else */
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

/** The map that the rows stand for; empty rows are left out. */
export function mapOf(rows: readonly Row[]): Record<string, string> {
  const filled = filledOf(rows);
  return Object.fromEntries(filled.map(({ from, to }) => [from.trim(), to.trim()]));
}

/** Whether a row lacks one of its halves, or two begin alike. */
export function areRowsWrong(rows: readonly Row[]): boolean {
  const filled = filledOf(rows);
  const isHalf = filled.some(({ from, to }) => from.trim() === '' || to.trim() === '');
  return isHalf || new Set(filled.map(({ from }) => from.trim())).size < filled.length;
}

function filledOf(rows: readonly Row[]): Row[] {
  return rows.filter(({ from, to }) => from.trim() !== '' || to.trim() !== '');
}
