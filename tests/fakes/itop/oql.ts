// Parses and evaluates the part of iTop's query language (OQL) in use: SELECT, JOIN, WHERE, AND, OR, comparisons, LIKE, IN.

export class OqlError extends Error {}

interface Field {
  alias: string | null;
  code: string;
}
type Operand = { field: Field } | { value: string };
type Condition =
  | { op: 'AND' | 'OR'; left: Condition; right: Condition }
  | { op: 'IN'; field: Field; values: string[] }
  | { op: string; left: Operand; right: Operand };

interface Source {
  className: string;
  alias: string;
}
export interface Query {
  from: Source;
  joins: (Source & { left: Field; right: Field })[];
  where: Condition | null;
}

/** A backslash escapes a backslash or a quote, and is invalid elsewhere. */
const TOKEN =
  /\s*(?:('(?:[^'\\]|\\\\|\\')*'|"(?:[^"\\]|\\\\|\\")*")|([A-Za-z_]\w*)|(\d+)|(!=|>=|<=|[=<>().,]))/y;

type Token = { kind: 'string' | 'word' | 'number' | 'sign'; text: string };

function tokensOf(oql: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (oql.slice(TOKEN.lastIndex).trim() !== '') {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(oql);
    if (!match) throw new OqlError(`Unexpected character at ${at}`);
    const [, string, word, number, sign] = match;
    if (string) tokens.push({ kind: 'string', text: string.slice(1, -1).replaceAll(/\\([\\'"])/g, '$1') });
    else if (word) tokens.push({ kind: 'word', text: word });
    else if (number) tokens.push({ kind: 'number', text: number });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

interface Reader {
  /** Consumes this token where it is next. Returns whether it was. */
  takes(text: string): boolean;
  /** Consumes this token. Throws when it is not next. */
  expect(text: string): void;
  next(): Token;
  isWordNext(): boolean;
}

function readerOf(tokens: readonly Token[]): Reader {
  let at = 0;
  const takes = (text: string) => {
    const token = tokens[at];
    const isNext = token !== undefined && token.kind !== 'string' && token.text.toUpperCase() === text;
    if (isNext) at += 1;
    return isNext;
  };
  return {
    takes,
    expect(text) {
      if (!takes(text)) throw new OqlError(`Unexpected token ${tokens[at]?.text ?? 'end'}, expected ${text}`);
    },
    next: () => tokens[at++] ?? { kind: 'sign', text: '' },
    isWordNext: () => tokens[at]?.kind === 'word',
  };
}

function readWord(reader: Reader): string {
  const token = reader.next();
  if (token.kind !== 'word') throw new OqlError(`Unexpected token ${token.text}`);
  return token.text;
}

function readSource(reader: Reader): Source {
  const className = readWord(reader);
  return { className, alias: reader.takes('AS') ? readWord(reader) : className };
}

function readField(reader: Reader): Field {
  const first = readWord(reader);
  return reader.takes('.') ? { alias: first, code: readWord(reader) } : { alias: null, code: first };
}

function readOperand(reader: Reader): Operand {
  return reader.isWordNext() ? { field: readField(reader) } : { value: reader.next().text };
}

const OPERATORS = ['=', '!=', '>=', '<=', '>', '<', 'LIKE'];

function readComparison(reader: Reader): Condition {
  if (reader.takes('(')) {
    const inner = readEither(reader);
    reader.expect(')');
    return inner;
  }
  const left = readOperand(reader);
  if (reader.takes('IN')) {
    if (!('field' in left)) throw new OqlError('IN requires a field');
    return { op: 'IN', field: left.field, values: readList(reader) };
  }
  const op = reader.next().text.toUpperCase();
  if (!OPERATORS.includes(op)) throw new OqlError(`Unexpected operator ${op}`);
  return { op, left, right: readOperand(reader) };
}

function readList(reader: Reader): string[] {
  reader.expect('(');
  const values = [reader.next().text];
  while (reader.takes(',')) values.push(reader.next().text);
  reader.expect(')');
  return values;
}

function readBoth(reader: Reader): Condition {
  let left = readComparison(reader);
  while (reader.takes('AND')) left = { op: 'AND', left, right: readComparison(reader) };
  return left;
}

function readEither(reader: Reader): Condition {
  let left = readBoth(reader);
  while (reader.takes('OR')) left = { op: 'OR', left, right: readBoth(reader) };
  return left;
}

export function parseOql(oql: string): Query {
  const reader = readerOf(tokensOf(oql));
  reader.expect('SELECT');
  const query: Query = { from: readSource(reader), joins: [], where: null };
  while (reader.takes('JOIN')) {
    const joined = readSource(reader);
    reader.expect('ON');
    const left = readField(reader);
    reader.expect('=');
    query.joins.push({ ...joined, left, right: readField(reader) });
  }
  if (reader.takes('WHERE')) query.where = readEither(reader);
  const { text } = reader.next();
  if (text !== '') throw new OqlError(`Unexpected token ${text}`);
  return query;
}

/** Returns the fields that the condition names. */
export function fieldsIn(condition: Condition | null): Field[] {
  if (condition === null) return [];
  if ('values' in condition) return [condition.field];
  if (condition.op === 'AND' || condition.op === 'OR') {
    const { left, right } = condition as { left: Condition; right: Condition };
    return [...fieldsIn(left), ...fieldsIn(right)];
  }
  const { left, right } = condition as { left: Operand; right: Operand };
  return [left, right].flatMap((operand) => ('field' in operand ? [operand.field] : []));
}

/** Reads a value of one row. */
export type ReadField = (alias: string | null, code: string) => string;

export function holds(condition: Condition | null, read: ReadField): boolean {
  if (condition === null) return true;
  if ('values' in condition) {
    const value = fold(read(condition.field.alias, condition.field.code));
    return condition.values.some((one) => fold(one) === value);
  }
  if (condition.op === 'AND' || condition.op === 'OR') {
    const { left, right } = condition as { left: Condition; right: Condition };
    const first = holds(left, read);
    return condition.op === 'AND' ? first && holds(right, read) : first || holds(right, read);
  }
  const { left, right } = condition as { left: Operand; right: Operand };
  return compare(condition.op, operandOf(left, read), operandOf(right, read));
}

function operandOf(operand: Operand, read: ReadField): string {
  return 'value' in operand ? operand.value : read(operand.field.alias, operand.field.code);
}

/** MySQL's comparison ignores case. */
function fold(text: string): string {
  return text.toLowerCase();
}

function compare(op: string, left: string, right: string): boolean {
  // ids and other numbers
  if (op !== 'LIKE' && /^-?\d+$/.test(left) && /^-?\d+$/.test(right)) {
    const [one, other] = [left, right].map(Number) as [number, number];
    return compare(op, one < other ? 'a' : 'b', one > other ? 'a' : 'b');
  }
  const [one, other] = [fold(left), fold(right)];
  switch (op) {
    case '=':
      return one === other;
    case '!=':
      return one !== other;
    case '>=':
      return one >= other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '<':
      return one < other;
    default:
      return likeOf(other)(one);
  }
}

const likes = new Map<string, (text: string) => boolean>();

/** `%` matches any text, `_` any character; a backslash escapes the next character. */
function likeOf(pattern: string): (text: string) => boolean {
  const cached = likes.get(pattern);
  if (cached) return cached;
  const source = pattern.replaceAll(
    /\\(.)|([%_])|([^\\%_]+)|\\$/gs,
    (all, escaped?: string, wild?: string) => {
      if (wild) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]';
      return (escaped ?? all).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    },
  );
  const expression = new RegExp(`^${source}$`);
  const test = (text: string) => expression.test(text);
  likes.set(pattern, test);
  return test;
}
