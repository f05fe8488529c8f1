// One operation of the HTTP interface: its input, its answer, and who may call it. The *-api.ts files hold the tables.
import { z } from 'zod';

/**
 * Who may call an operation. anyone: no authentication; agent: an enrolled agent in any state, by its secret; active-agent:
 * an agent that IT has activated; confirmed-agent: one whose requester has a confirmed address too; signed-in: by the
 * session cookie; staff: signed in, with a second factor where one is demanded; administrator: staff with that role.
 */
export type Caller =
  | 'anyone'
  | 'agent'
  | 'active-agent'
  | 'confirmed-agent'
  | 'signed-in'
  | 'staff'
  | 'administrator';

/**
 * How lately the person of a session must have proved who they are. recent: 15 minutes ago at most, also by the sign-in itself;
 * again: as long ago at most, and not by the sign-in that began the session.
 */
export type Proof = 'recent' | 'again';

/**
 * What of the organisations an operation of staff reaches, for those who are limited to some of them (ADR 96). A kind of thing: the
 * one of that kind that `:id` names, which has to be of an organisation of theirs; else it is as if it did not exist. listed: what the
 * handler narrows to their organisations. all: the whole installation, which is for staff of all organisations. none: nothing of an
 * organisation.
 */
export type Reach =
  | 'ticket'
  | 'attachment'
  | 'delivery'
  | 'organisation'
  | 'announcement'
  | 'member'
  | 'invitation'
  | 'listed'
  | 'all'
  | 'none';

/** Content that no schema describes: bytes of this media type. */
interface RawContent {
  readonly mediaType: string;
}

/** The answer of an operation without content: it only succeeds or fails. */
export const NoContent = z.null();

/** Who calls, and for staff what they reach: an operation of staff does not compile without. */
type Called =
  | { readonly caller: Exclude<Caller, 'staff' | 'administrator'>; readonly reach?: never }
  | { readonly caller: 'staff' | 'administrator'; readonly reach: Reach };

/** One row of a table of operations. */
export type HttpOperation = Called & {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `:name` is the parameter of that name */
  readonly path: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** a schema means JSON */
  readonly body?: z.ZodType | RawContent;
  /** a schema means JSON */
  readonly answer: z.ZodType | RawContent;
  /** HTTP status of a success; by default 204 for NoContent and 200 for any other answer */
  readonly status?: number;
  readonly proof?: Proof;
  readonly summary: string;
};

/** Returns the HTTP status of a success. */
export function successStatus({ answer, status }: HttpOperation): number {
  return status ?? (answer === NoContent ? 204 : 200);
}

type Table = Readonly<Record<string, HttpOperation>>;

/** The input of a call: those of `params`, `query` and `body` that the operation has. */
export type InputOf<O extends HttpOperation> = {
  [K in keyof O & ('params' | 'query' | 'body')]: O[K] extends z.ZodType ? z.input<O[K]> : never;
};

/** The parsed answer of an operation. */
export type AnswerOf<O extends HttpOperation> = z.output<O['answer']>;

interface EmptyInput {
  params: object;
  query: object;
  body: object;
}
/** The arguments of a call: none if the operation has no input, an optional one if its input may be empty. */
export type ArgumentsOf<Input> = keyof Input extends never
  ? []
  : EmptyInput extends Input
    ? [input?: Input]
    : [input: Input];

/** Names of the operations whose body and answer are JSON, or nothing. */
export type JsonName<T extends Table> = {
  [N in keyof T]: T[N] extends { body: RawContent } | { answer: RawContent } ? never : N;
}[keyof T];

/** Names of the operations whose body is a file. */
export type FileName<T extends Table> = {
  [N in keyof T]: T[N] extends { body: RawContent } ? N : never;
}[keyof T];

/** The input of any operation, for code that reads a table at run time. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** sent as JSON */
  readonly body?: object;
}

/** Returns the path and the query with each value encoded. Undefined values of the query are left out. */
export function requestPath({ path }: HttpOperation, { params = {}, query = {} }: AnyInput): string {
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const searched = search.toString();
  return searched === '' ? filled : `${filled}?${searched}`;
}

/** Returns the address of the operation, from the root of the server. */
export function pathOf<O extends HttpOperation>(
  operation: O,
  ...args: ArgumentsOf<Omit<InputOf<O>, 'body'>>
): string {
  const [input = {}]: [object?] = args;
  return requestPath(operation, input);
}
