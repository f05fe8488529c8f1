// One operation of the HTTP interface: what it takes, what it answers, who may ask. The tables of them are the *-api.ts.
import { z } from 'zod';

/**
 * anyone: nobody is asked who they are; agent: signed by an enrolled agent, whatever its state; active-agent: by one that
 * IT has activated; staff: by the session cookie; administrator: by that of an administrator.
 */
export type AskedBy = 'anyone' | 'agent' | 'active-agent' | 'staff' | 'administrator';

/** Bytes that come or go as they are, past schemas. */
interface RawContent {
  readonly mediaType: string;
}

/** The answer of an operation that only succeeds or fails: it has no content. */
export const Nothing = z.null();

export interface Operation {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` stands for the parameter of that name */
  readonly path: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** a schema is of JSON */
  readonly body?: z.ZodType | RawContent;
  /** a schema is of JSON */
  readonly answer: z.ZodType | RawContent;
  /** of a success, where it is not 204 for nothing and 200 for anything else */
  readonly status?: number;
  readonly askedBy: AskedBy;
  readonly summary: string;
}

/** The status of a success. */
export function successOf({ answer, status }: Operation): number {
  return status ?? (answer === Nothing ? 204 : 200);
}

type Table = Readonly<Record<string, Operation>>;

/** What is given with a call: `params`, `query` and `body`, those that the operation has. */
export type InputOf<O extends Operation> = {
  [K in keyof O & ('params' | 'query' | 'body')]: O[K] extends z.ZodType ? z.input<O[K]> : never;
};
export type AnswerOf<O extends Operation> = z.output<O['answer']>;

interface EmptyInput {
  params: object;
  query: object;
  body: object;
}
/** The arguments of a call after its operation: none where that takes nothing, and none needed where it may stay empty. */
export type ArgumentsOf<Input> = keyof Input extends never
  ? []
  : EmptyInput extends Input
    ? [input?: Input]
    : [input: Input];

/** Names of the operations that JSON says all of. */
export type JsonName<T extends Table> = {
  [N in keyof T]: T[N] extends { body: RawContent } | { answer: RawContent } ? never : N;
}[keyof T];

/** Names of the operations whose body is a file. */
export type FileName<T extends Table> = {
  [N in keyof T]: T[N] extends { body: RawContent } ? N : never;
}[keyof T];

/** What any operation may be given: for programs that go through a table by name. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** sent as JSON */
  readonly body?: object;
}

/** Path and query, each value encoded; a value of the query that is undefined is left out. */
export function writeAddress({ path }: Operation, { params = {}, query = {} }: AnyInput): string {
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const searched = search.toString();
  return searched === '' ? filled : `${filled}?${searched}`;
}

/** Where the operation is asked for, from the root of the server. */
export function addressOf<O extends Operation>(
  operation: O,
  ...given: ArgumentsOf<Omit<InputOf<O>, 'body'>>
): string {
  const [input = {}]: [object?] = given;
  return writeAddress(operation, input);
}
