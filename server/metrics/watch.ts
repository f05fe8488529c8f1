// Lets observers see requests and deliveries.
import type { FastifyInstance } from 'fastify';
import { API } from '../../contract/api.ts';
import type { HttpOperation } from '../../contract/operation.ts';
import type { Failure } from '../connectors/connector.ts';
import type { Row } from '../storage/schema.ts';
import type { Observer } from './observation.ts';

/** They last as long as they are read: their number says more than their duration. */
const STREAMS: ReadonlySet<string> = new Set(
  Object.entries<HttpOperation>(API)
    .filter(([, { answer }]) => 'mediaType' in answer && answer.mediaType === 'text/event-stream')
    .map(([name]) => name),
);

/** Adds a hook after each answer, where somebody watches requests. */
export function watchRequests(app: FastifyInstance, observers: readonly Observer[]): void {
  const watching = observers.filter(({ request }) => request !== undefined);
  if (watching.length === 0) return;
  app.addHook(
    'onResponse',
    ({ method, routeOptions }, { statusCode: status, elapsedTime: duration }, done) => {
      const operation = routeOptions.config.operation ?? 'other';
      if (!STREAMS.has(operation))
        for (const observer of watching) observer.request?.({ operation, method, status, duration });
      done();
    },
  );
}

/** Carries out a delivery, which may probe its backend. Resolves to the failure, or null. */
export type Deliver = (delivery: Row<'delivery'>, isProbe: boolean) => Promise<Failure | null>;

/** A delivery that was carried out, with others. */
interface Attempted {
  delivery: Row<'delivery'>;
  failure: Failure | null;
}

/** Deliveries that share a transaction share its duration. */
export function watchBatches(
  deliver: () => Promise<readonly Attempted[]>,
  observers: readonly Observer[],
): () => Promise<readonly Attempted[]> {
  return async () => {
    const start = performance.now();
    const attempted = await deliver();
    const duration = (performance.now() - start) / attempted.length;
    for (const { delivery, failure } of attempted)
      for (const observer of observers) observer.delivery?.(delivery, failure, duration);
    return attempted;
  };
}

/** Returns `deliver` itself where nobody watches. */
export function watchDeliveries(deliver: Deliver, observers: readonly Observer[]): Deliver {
  if (observers.length === 0) return deliver;
  return async (delivery, isProbe) => {
    const start = performance.now();
    const failure = await deliver(delivery, isProbe);
    const duration = performance.now() - start;
    for (const observer of observers) observer.delivery?.(delivery, failure, duration);
    return failure;
  };
}
