// Spans of requests and deliveries, sent to a collector by OTLP. Their names and values come from the HTTP table and from
// backends: no path, because paths have ids, and nothing that a person wrote.
import type { Attributes, Tracer } from '@opentelemetry/api';
import { SECOND } from '../clock.ts';
import { ownVersion } from '../program.ts';
import type { Observer } from './observation.ts';

/** Of a batch to the collector, and of the last one when the server stops, in milliseconds. */
const TIMEOUT = 3 * SECOND;

/** `endpoint` is the address of the collector, without `/v1/traces`. Loads the libraries. */
export async function createTraces(endpoint: string): Promise<Observer> {
  const { SpanKind, SpanStatusCode } = await import('@opentelemetry/api');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: TIMEOUT,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'guichet-server', 'service.version': ownVersion() }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: TIMEOUT })],
  });
  const tracer = provider.getTracer('guichet');
  return {
    request({ operation, method, status, duration }) {
      const attributes = { 'http.request.method': method, 'http.response.status_code': status };
      const error = status < 500 ? null : { code: SpanStatusCode.ERROR };
      record(tracer, { name: operation, kind: SpanKind.SERVER, attributes, duration, error });
    },
    delivery({ backendId, operation, attempt }, failure, duration) {
      const attributes = { 'guichet.backend': backendId, 'guichet.attempt': attempt };
      const error = failure && { code: SpanStatusCode.ERROR, message: failure.kind };
      record(tracer, { name: `deliver ${operation}`, kind: SpanKind.CLIENT, attributes, duration, error });
    },
    async close() {
      // a collector that does not answer must not hold up the stop
      await provider.shutdown().catch(() => {});
    },
  };
}

interface Span {
  name: string;
  kind: number;
  attributes: Attributes;
  /** in milliseconds, until now */
  duration: number;
  error: { code: number; message?: string } | null;
}

function record(tracer: Tracer, { name, kind, attributes, duration, error }: Span): void {
  const end = Date.now();
  const span = tracer.startSpan(name, { kind, attributes, startTime: end - duration });
  if (error) span.setStatus(error);
  span.end(end);
}
