// Registers a route for each operation of the HTTP table, with its guards and schemas.
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { z } from 'zod';
import { API, type Api, type OperationName } from '../../contract/api.ts';
import type { Staff } from '../../contract/console.ts';
import { type Caller, type HttpOperation, NoContent, successStatus } from '../../contract/operation.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { ConfirmedAgent, KnownAgent } from '../enrolment/standing.ts';
import type { Limits } from '../limits/limits.ts';
import { networkOf } from '../limits/network.ts';
import type { RateName } from '../limits/table.ts';
import { agentOf } from './agent-auth.ts';
import { valueOrFail } from './errors.ts';
import type { Guards } from './guards.ts';
import { staffOf } from './staff-session.ts';

/** The parsed part of a request; undefined where the table has no schema for it. */
type Parsed<O, Part extends string> =
  O extends Readonly<Record<Part, infer S extends z.ZodType>> ? z.output<S> : undefined;

/** The authenticated caller that a handler receives. */
interface Callers {
  anyone: unknown;
  agent: { agent: KnownAgent };
  'active-agent': { agent: KnownAgent };
  'confirmed-agent': { agent: ConfirmedAgent };
  'signed-in': { staff: Staff };
  staff: { staff: Staff };
  administrator: { staff: Staff };
}

/** An authorised and parsed request. */
export type Call<O extends HttpOperation> = Callers[O['caller']] & {
  readonly params: Parsed<O, 'params'>;
  readonly query: Parsed<O, 'query'>;
  /** undefined where the body is bytes: the handler reads them from `request.raw` */
  readonly body: Parsed<O, 'body'>;
  /**
   * Rejects where the caller may not call any more. Bytes may take hours to arrive: the handler calls this before it keeps
   * them. Parsed bodies are guarded already.
   */
  readonly authorise: () => Promise<void>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Returns nothing, the value to answer, or the reply through which it sent bytes. */
type Handle<O extends HttpOperation> = O['answer'] extends z.ZodNull
  ? (call: Call<O>) => Promise<void>
  : (call: Call<O>) => Promise<O['answer'] extends z.ZodType ? z.output<O['answer']> : FastifyReply>;

/** The rates that each call of a route can take from; handlers take from the others, for what they find in a request. */
type RouteRate = Extract<
  RateName,
  | `${string}OfAddress`
  | `${string}earchesOfAgent`
  | 'openedStreamsOfAgent'
  | 'syncsOfAgent'
  | 'confirmationsOfAgent'
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** missing on routes beside the HTTP table */
    operation?: OperationName;
  }
}

/** Route options that differ from Fastify's defaults. */
interface Settings extends Pick<RouteOptions, 'bodyLimit' | 'logLevel' | 'exposeHeadRoute'> {
  /** rates that each call takes from, by the agent where their names end in OfAgent, else by the address */
  rates?: readonly RouteRate[];
}

/** The handler of one operation, alone or with route options. */
type Handler<O extends HttpOperation> = Handle<O> | (Settings & { handle: Handle<O> });

/** A handler for each operation of the table. */
export type Handlers = { readonly [N in OperationName]: Handler<Api[N]> };

/** A handler without the type of its operation; `routeOf` pairs handler and operation. */
type AnyHandle = (call: object) => unknown;

/** In bytes. */
const LARGEST_OF_STRANGERS = 64 * 1024;

const NAMES = Object.keys(API) as OperationName[];
const table: Readonly<Record<OperationName, HttpOperation>> = API;

/** Returns a plugin that registers all routes. */
export function serveApi(handlers: Handlers, guards: Guards, limits: Limits) {
  const addRoute = (app: FastifyInstance) => (name: OperationName) => {
    app.route(routeOf(name, handlers[name], guards, limits));
  };
  return async (app: FastifyInstance): Promise<void> => {
    NAMES.filter((name) => !takesBytes(table[name])).forEach(addRoute(app));
    await app.register(async (uploads) => {
      // Fastify must not parse these bodies: the handler streams them to disk
      uploads.removeAllContentTypeParsers();
      uploads.addContentTypeParser('*', async () => undefined);
      NAMES.filter((name) => takesBytes(table[name])).forEach(addRoute(uploads));
    });
  };
}

function takesBytes({ body }: HttpOperation): boolean {
  return body !== undefined && !(body instanceof z.ZodType);
}

function routeOf<N extends OperationName>(
  name: N,
  handler: Handlers[N],
  guards: Guards,
  limits: Limits,
): RouteOptions {
  const operation = table[name];
  const { handle, rates, ...settings } = typeof handler === 'function' ? { handle: handler } : handler;
  const { onRequest, preHandler, again } = guards(name, operation);
  return {
    ...bodyLimitOf(operation),
    ...settings,
    config: { operation: name },
    method: operation.method,
    url: operation.path,
    schema: schemaOf(operation),
    // copies, because plugins add hooks of their own
    onRequest: rates ? [...onRequest, chargeRates(limits, rates)] : [...onRequest],
    preHandler: [...preHandler],
    handler: (request, reply) => {
      const authorise = async () => {
        for (const check of again) await check(request, reply);
      };
      return respond(operation, handle as AnyHandle, request, reply, authorise);
    },
  };
}

/** Strangers send a form at most. A handler's own setting wins; Fastify's default is 1 MB. */
function bodyLimitOf({ caller }: HttpOperation): Pick<RouteOptions, 'bodyLimit'> {
  return caller === 'anyone' ? { bodyLimit: LARGEST_OF_STRANGERS } : {};
}

/** Returns a hook, after authentication and before the body is read, that rejects with too-many-requests. */
function chargeRates(limits: Limits, rates: readonly RouteRate[]) {
  return async (request: FastifyRequest): Promise<void> => {
    const keyOf = (rate: RouteRate) =>
      rate.endsWith('OfAgent') ? agentOf(request).id : networkOf(request.ip);
    valueOrFail(limits.take(rates.map((rate) => ({ rate, key: keyOf(rate) }))));
  };
}

function schemaOf(operation: HttpOperation): NonNullable<RouteOptions['schema']> {
  const { params, query, body, answer } = operation;
  return {
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body instanceof z.ZodType && { body }),
    ...(answer instanceof z.ZodType &&
      answer !== NoContent && { response: { [successStatus(operation)]: answer } }),
  };
}

async function respond(
  operation: HttpOperation,
  handle: AnyHandle,
  request: FastifyRequest,
  reply: FastifyReply,
  authorise: () => Promise<void>,
): Promise<unknown> {
  const { params, query, body } = request;
  reply.code(successStatus(operation));
  const caller = callerOf(operation.caller, request);
  const value = await handle({ params, query, body, request, reply, authorise, ...caller });
  return operation.answer === NoContent ? reply.send() : value;
}

function callerOf(caller: Caller, request: FastifyRequest): object {
  switch (caller) {
    case 'anyone':
      return {};
    case 'agent':
    case 'active-agent':
    case 'confirmed-agent':
      return { agent: agentOf(request) };
    case 'signed-in':
    case 'staff':
    case 'administrator':
      return { staff: staffOf(request) };
    default:
      return unreachable(caller);
  }
}
