// Serves the operations of the HTTP table: a route for each, guarded, parsed and answered as the table says.
import type { RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { API, type Api, type OperationName } from '../../contract/api.ts';
import type { Staff } from '../../contract/console.ts';
import { type AskedBy, Nothing, type Operation, successOf } from '../../contract/operation.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { KnownAgent } from '../enrolment/standing.ts';
import { agentOf } from './agent-auth.ts';
import type { Guards } from './guards.ts';
import { staffOf } from './staff-session.ts';

type Given<O, Part extends string> =
  O extends Readonly<Record<Part, infer S extends z.ZodType>> ? z.output<S> : undefined;

interface Askers {
  anyone: unknown;
  agent: { agent: KnownAgent };
  'active-agent': { agent: KnownAgent };
  staff: { staff: Staff };
  administrator: { staff: Staff };
}

/** One request, let through and parsed. */
export type Call<O extends Operation> = Askers[O['askedBy']] & {
  readonly params: Given<O, 'params'>;
  readonly query: Given<O, 'query'>;
  /** undefined where the body is bytes, which are left unread in `request.raw` */
  readonly body: Given<O, 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Answers nothing, or the value of the schema, or the reply through which it sent bytes. */
type Handle<O extends Operation> = O['answer'] extends z.ZodNull
  ? (call: Call<O>) => Promise<void>
  : (call: Call<O>) => Promise<O['answer'] extends z.ZodType ? z.output<O['answer']> : FastifyReply>;

/** Where a route differs from Fastify's defaults. */
interface Settings extends Pick<RouteOptions, 'bodyLimit' | 'logLevel' | 'exposeHeadRoute'> {
  rateLimit?: RateLimitOptions;
}

/** What answers one operation, by itself or with the settings of its route. */
type Handler<O extends Operation> = Handle<O> | (Settings & { handle: Handle<O> });

/** One for each operation of the table. */
export type Handlers = { readonly [N in OperationName]: Handler<Api[N]> };

/** A handler whose operation is not known by name; the table pairs each with its call. */
type AnyHandle = (call: object) => unknown;

const NAMES = Object.keys(API) as OperationName[];
const table: Readonly<Record<OperationName, Operation>> = API;

/** A plugin with a route for each operation. */
export function serveApi(handlers: Handlers, guards: Guards) {
  const addRoute = (app: FastifyInstance) => (name: OperationName) => {
    app.route(routeOf(name, handlers[name], guards));
  };
  return async (app: FastifyInstance): Promise<void> => {
    NAMES.filter((name) => !takesBytes(table[name])).forEach(addRoute(app));
    await app.register(async (ofBytes) => {
      // the body is left unread: the handler writes it to disk as it comes
      ofBytes.removeAllContentTypeParsers();
      ofBytes.addContentTypeParser('*', async () => undefined);
      NAMES.filter((name) => takesBytes(table[name])).forEach(addRoute(ofBytes));
    });
  };
}

function takesBytes({ body }: Operation): boolean {
  return body !== undefined && !(body instanceof z.ZodType);
}

function routeOf<N extends OperationName>(name: N, handler: Handlers[N], guards: Guards): RouteOptions {
  const operation = table[name];
  const { handle, rateLimit, ...settings } = typeof handler === 'function' ? { handle: handler } : handler;
  const { onRequest, preHandler } = guards(name, operation.askedBy);
  return {
    ...settings,
    method: operation.method,
    url: operation.path,
    config: rateLimit ? { rateLimit } : {},
    schema: schemaOf(operation),
    // copied: plugins add theirs
    onRequest: [...onRequest],
    preHandler: [...preHandler],
    handler: (request, reply) => answer(operation, handle as AnyHandle, request, reply),
  };
}

function schemaOf(operation: Operation): NonNullable<RouteOptions['schema']> {
  const { params, query, body, answer: answered } = operation;
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body instanceof z.ZodType && { body }),
    ...(answered instanceof z.ZodType &&
      answered !== Nothing && { response: { [successOf(operation)]: answered } }),
  };
}

async function answer(
  operation: Operation,
  handle: AnyHandle,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { params, query, body } = request;
  reply.code(successOf(operation));
  const asker = askerOf(operation.askedBy, request);
  const answered = await handle({ params, query, body, request, reply, ...asker });
  return operation.answer === Nothing ? reply.send() : answered;
}

function askerOf(askedBy: AskedBy, request: FastifyRequest): object {
  switch (askedBy) {
    case 'anyone':
      return {};
    case 'agent':
    case 'active-agent':
      return { agent: agentOf(request) };
    case 'staff':
    case 'administrator':
      return { staff: staffOf(request) };
    default:
      return unreachable(askedBy);
  }
}
