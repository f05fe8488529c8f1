// The rows of a map as it is being written: a name of the backend's, and what it stands for here.

export interface Row {
  /** tells rows apart while they are written; means nothing else */
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

/** The map that the rows stand for; rows of which nothing is written are left out. */
export function mapOf(rows: readonly Row[]): Record<string, string> {
  const written = rows.filter(({ from, to }) => from.trim() !== '' || to.trim() !== '');
  return Object.fromEntries(written.map(({ from, to }) => [from.trim(), to.trim()]));
}

/** Whether a row lacks one of its halves, or two begin alike. */
export function areRowsWrong(rows: readonly Row[]): boolean {
  const written = rows.filter(({ from, to }) => from.trim() !== '' || to.trim() !== '');
  const isHalf = written.some(({ from, to }) => from.trim() === '' || to.trim() === '');
  return isHalf || new Set(written.map(({ from }) => from.trim())).size < written.length;
}
