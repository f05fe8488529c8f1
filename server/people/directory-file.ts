// A directory file: JSON, or CSV as Excel saves it. Each row is read on its own: one that cannot be used is left out and named.
import { type Options, type OptionsWithColumns, parse } from 'csv-parse/sync';
import { checked, describeIssue } from '../../contract/checked.ts';
import { DirectoryPerson, PeopleFile } from '../../contract/people.ts';
import { type Column, columnsOf, missingColumn } from './directory-columns.ts';
import { windowsKeyOf } from './windows-names.ts';

type Cells = Partial<Record<Column, string>>;

/** A row of the file, and how people find it again. */
interface FileRow {
  place: string;
  row: unknown;
}

interface Rows {
  rows: FileRow[];
  /** a sentence for each row that is not among them */
  leftOut: string[];
  /** the names of the columns that mean nothing here */
  unknownColumns: string[];
}

export interface DirectoryFile extends Pick<Rows, 'leftOut' | 'unknownColumns'> {
  people: DirectoryPerson[];
}

/** Why nothing of the file can be used, as part of a sentence. */
interface Unusable {
  problem: string;
}

const SEPARATORS = [';', ',', '\t'];

/** Reads the text of a JSON or CSV file. Of two people with one address, one id or one Windows user name the first counts. */
export function readDirectory(text: string): DirectoryFile | Unusable {
  const read = /^\s*[{[]/.test(text) ? jsonRows(text) : csvRows(text);
  if ('problem' in read) return read;
  const usable = usableOf(read.rows);
  const leftOut = [...read.leftOut, ...usable.leftOut];
  const [first] = leftOut;
  if (first !== undefined && usable.people.length === 0) return { problem: `no row can be used: ${first}` };
  return { people: usable.people, leftOut, unknownColumns: read.unknownColumns };
}

function jsonRows(text: string): Rows | Unusable {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (problem) {
    return { problem: `it is not JSON, ${problem instanceof Error ? problem.message : String(problem)}` };
  }
  const file = checked(PeopleFile, content);
  if (!file.success) return { problem: describeIssue(file.error) };
  const rows = file.data.people.map((row, index) => ({ place: `person ${index + 1}`, row }));
  return { rows, leftOut: [], unknownColumns: [] };
}

function csvRows(text: string): Rows | Unusable {
  const heads = SEPARATORS.map((delimiter) => ({ delimiter, head: headOf(text, delimiter) }));
  const knownIn = (head: readonly string[]) => columnsOf(head).filter((column) => column !== null).length;
  const [best] = heads.sort((one, other) => knownIn(other.head) - knownIn(one.head));
  if (!best) return { problem: 'it is empty' };
  const { delimiter, head } = best;
  const columns = columnsOf(head);
  const missing = missingColumn(columns);
  if (missing !== null) return { problem: missing };
  const leftOut: string[] = [];
  let unclosed: string | null = null;
  const options: OptionsWithColumns<FileRow, Cells> = {
    ...{ delimiter, trim: true, relax_quotes: true, skip_empty_lines: true, skip_records_with_error: true },
    columns: columns.map((column) => column ?? false),
    relax_column_count_less: true,
    from: 2,
    on_record: (cells, { lines }) => ({ place: `line ${lines}`, row: personOf(cells) }),
    on_skip: (fault) => {
      // it would hide all rows below it
      if (fault?.code === 'CSV_QUOTE_NOT_CLOSED') unclosed = fault.message;
      leftOut.push(`line ${fault?.lines}: ${fault?.message}`);
      return undefined;
    },
  };
  const rows = parse(text, options);
  if (unclosed !== null) return { problem: `it is not CSV: ${unclosed}` };
  const unknownColumns = head.filter((_, index) => columns[index] === null);
  return { rows, leftOut, unknownColumns };
}

function headOf(text: string, delimiter: string): string[] {
  const options: Options = {
    delimiter,
    to: 1,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
  };
  return parse(text, options)[0] ?? [];
}

/** An empty cell says nothing. */
function personOf({ firstName, lastName, ...cells }: Cells): unknown {
  const parts = [firstName, lastName].filter((part) => part);
  const filled = Object.entries(cells).filter(([, cell]) => cell !== '');
  return { ...(parts.length > 0 && { fullName: parts.join(' ') }), ...Object.fromEntries(filled) };
}

function usableOf(rows: readonly FileRow[]): { people: DirectoryPerson[]; leftOut: string[] } {
  const people: DirectoryPerson[] = [];
  const leftOut: string[] = [];
  const places = new Map<string, string>();
  for (const { place, row } of rows) {
    const parsed = checked(DirectoryPerson, row);
    if (!parsed.success) {
      leftOut.push(`${place}: ${describeIssue(parsed.error)}`);
      continue;
    }
    const { email, userName, id } = parsed.data;
    const names = [`the address ${email}`];
    if (id !== null) names.push(`the id ${id}`);
    if (userName !== null) names.push(`the user name ${windowsKeyOf(userName)}`);
    const taken = names.find((name) => places.has(name));
    if (taken !== undefined) {
      leftOut.push(`${place}: ${taken} is that of ${places.get(taken)} already`);
      continue;
    }
    for (const name of names) places.set(name, place);
    people.push(parsed.data);
  }
  return { people, leftOut };
}
