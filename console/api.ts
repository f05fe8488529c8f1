// The console's only way to the server: one typed request, whose answer is parsed with the contract's schema.
import { createContext, useContext } from 'react';
import { z } from 'zod';
import { ApiError, type GuichetError } from '../contract/errors.ts';
import { err, ok, type Result } from '../contract/result.ts';

interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** sent as JSON */
  body?: unknown;
}

/** Asks `path` under /v1/console. A refusal, an unreachable server and an unreadable answer are all Results. */
export type Ask = <T extends z.ZodType>(
  answer: T,
  path: string,
  request?: Request,
) => Promise<Result<z.output<T>>>;

/** The answer of a request that only succeeds or fails. */
export const Nothing = z.null();

// What a proxy in front of a stopped server answers.
const GATEWAY_STATUSES = [502, 503, 504];

export function createAsk(fetch: typeof globalThis.fetch): Ask {
  return async (answer, path, { method = 'GET', body } = {}) => {
    const response = await fetch(`/v1/console${path}`, {
      method,
      credentials: 'same-origin',
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    }).catch(() => null);
    if (!response) return err('server-unreachable');
    const content: unknown = await response.json().catch(() => null);
    if (response.ok) {
      const parsed = answer.safeParse(content);
      return parsed.success ? ok(parsed.data) : err('internal');
    }
    return refusalOf(response.status, content);
  };
}

/** What the server, or a proxy in front of it, meant by an answer that is no success; `content` is its JSON. */
export function refusalOf(status: number, content: unknown): ReturnType<typeof err> {
  const refusal = ApiError.safeParse(content);
  if (refusal.success) return err(refusal.data.error.code, refusal.data.error.details);
  return err(GATEWAY_STATUSES.includes(status) ? 'server-unreachable' : 'internal');
}

/** A refused request as TanStack Query wants it: thrown. */
export class RequestFailed extends Error {
  readonly failure: GuichetError;

  constructor(failure: GuichetError) {
    super(failure.code);
    this.name = 'RequestFailed';
    this.failure = failure;
  }
}

/** The value of a Result, for queries and mutations; throws RequestFailed when there is none. */
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
