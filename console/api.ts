// The console's client of the server: calls an operation of the HTTP table and parses its answer with the table's schema.
import { createContext, useContext } from 'react';
import type { z } from 'zod';
import { CONSOLE_API, type ConsoleApi } from '../contract/console-api.ts';
import { ApiError, type GuichetError } from '../contract/errors.ts';
import {
  type AnswerOf,
  type AnyInput,
  type ArgumentsOf,
  type HttpOperation,
  type InputOf,
  type JsonName,
  requestPath,
} from '../contract/operation.ts';
import { err, ok, type Result } from '../contract/result.ts';

type Name = JsonName<ConsoleApi>;

/** Calls an operation by its name. A refusal, an unreachable server and an unreadable answer are all returned as Results. */
export type Ask = <N extends Name>(
  name: N,
  ...args: ArgumentsOf<InputOf<ConsoleApi[N]>>
) => Promise<Result<AnswerOf<ConsoleApi[N]>>>;

// What a proxy answers when the server behind it is stopped.
const GATEWAY_STATUSES = [502, 503, 504];

const schemaOf = (name: Name): z.ZodType => CONSOLE_API[name].answer;

export function createAsk(fetch: typeof globalThis.fetch): Ask {
  return async <N extends Name>(name: N, ...args: ArgumentsOf<InputOf<ConsoleApi[N]>>) => {
    const [input = {}]: [object?] = args;
    const response = await send(fetch, CONSOLE_API[name], input);
    if (!response) return err('server-unreachable');
    const content: unknown = await response.json().catch(() => null);
    if (!response.ok) return refusalOf(response.status, content);
    const parsed = schemaOf(name).safeParse(content);
    return parsed.success ? ok(parsed.data as AnswerOf<ConsoleApi[N]>) : err('internal');
  };
}

/** Returns null when there is no response. */
function send(
  fetch: typeof globalThis.fetch,
  operation: HttpOperation,
  input: AnyInput,
): Promise<Response | null> {
  return fetch(requestPath(operation, input), {
    method: operation.method,
    credentials: 'same-origin',
    ...(input.body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input.body),
    }),
  }).catch(() => null);
}

/** Maps an unsuccessful response of the server, or of a proxy in front of it, to a failure; `content` is its JSON. */
export function refusalOf(status: number, content: unknown): ReturnType<typeof err> {
  const refusal = ApiError.safeParse(content);
  if (refusal.success) return err(refusal.data.error.code, refusal.data.error.details);
  return err(GATEWAY_STATUSES.includes(status) ? 'server-unreachable' : 'internal');
}

/** A failed request as an exception, which is what TanStack Query expects. */
export class RequestFailed extends Error {
  readonly failure: GuichetError;

  constructor(failure: GuichetError) {
    super(failure.code);
    this.name = 'RequestFailed';
    this.failure = failure;
  }
}

/** Returns the value of a Result, for queries and mutations. Throws RequestFailed if it is a failure. */
export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new RequestFailed(result.error);
  return result.value;
}

export const AskContext = createContext<Ask | null>(null);

export function useAsk(): Ask {
  const ask = useContext(AskContext);
  if (!ask) throw new Error('useAsk outside AskContext');
  return ask;
}
