// The metrics, in the text format of Prometheus. What has to be asked for (deliveries, sizes, streams) is read when somebody
// reads the metrics, not before.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BatchObservableResult, Meter, ObservableGauge } from '@opentelemetry/api';
import type { MeterProviderOptions } from '@opentelemetry/sdk-metrics';
import type { FastifyBaseLogger } from 'fastify';
import { countDeliveries } from '../backends/delivery-counts.ts';
import { type Clock, SECOND } from '../clock.ts';
import { ownVersion } from '../program.ts';
import type { Database } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';
import { readDatabaseSize } from './database-size.ts';
import type { Observer } from './observation.ts';

/** Bounds of the durations, in seconds: an idle sync takes a millisecond, an upload some seconds. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** In milliseconds, less than Prometheus waits. What the database does not tell by then is left out, and the rest is told. */
const READ_WITHIN = 3 * SECOND;
const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

export interface Metrics extends Observer {
  /** Returns all metrics as text. */
  read(): Promise<string>;
}

export interface MetricsParts {
  db: Database;
  /** undefined on SQLite */
  connections: Storage['connections'];
  clock: Clock;
  log: FastifyBaseLogger;
  dataDir: string;
  /** open event streams now */
  streams: { count(): { agents: number; consoles: number } };
}

/** Loads the libraries, which no server without metrics does. */
export async function createMetrics(parts: MetricsParts): Promise<Metrics> {
  const { AggregationType, MeterProvider } = await import('@opentelemetry/sdk-metrics');
  const { PrometheusExporter, PrometheusSerializer } = await import('@opentelemetry/exporter-prometheus');
  const reader = new PrometheusExporter({ preventServerStart: true });
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const views: MeterProviderOptions['views'] = [
    {
      instrumentName: '*_duration_seconds',
      aggregation: {
        type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
        options: { boundaries: DURATIONS, recordMinMax: false },
      },
    },
  ];
  const provider = new MeterProvider({ readers: [reader], views });
  const meter = provider.getMeter('guichet');
  const stopDelay = observeProcess(meter);
  observeServer(meter, parts);
  // before the metrics themselves ask the database
  if (parts.connections) observeConnections(meter, parts.connections);
  observeDatabase(meter, parts);
  return {
    ...countEvents(meter),
    async read() {
      const { resourceMetrics, errors } = await reader.collect({ timeoutMillis: READ_WITHIN });
      for (const failure of errors) parts.log.warn({ err: failure }, 'some metrics could not be read');
      return serializer.serialize(resourceMetrics);
    },
    async close() {
      stopDelay();
      await provider.shutdown();
    },
  };
}

function countEvents(meter: Meter): Pick<Metrics, 'request' | 'delivery' | 'mailed'> {
  const requests = meter.createHistogram('guichet_request_duration_seconds', {
    description: 'Requests answered, by operation of the HTTP table and class of the status.',
  });
  const deliveries = meter.createHistogram('guichet_delivery_duration_seconds', {
    description: 'Attempts to deliver, by backend and outcome (done, or the kind of failure).',
  });
  const mails = meter.createCounter('guichet_mails', { description: 'Mails of the server, by outcome.' });
  return {
    request: ({ operation, status, duration }) =>
      requests.record(duration / SECOND, { operation, status: `${Math.floor(status / 100)}xx` }),
    delivery: ({ backendId: backend }, failure, duration) =>
      deliveries.record(duration / SECOND, { backend, outcome: failure?.kind ?? 'done' }),
    mailed: (outcome) => mails.add(1, { outcome }),
  };
}

function observeServer(meter: Meter, { streams }: Pick<MetricsParts, 'streams'>): void {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const version = gauge('guichet_info', 'Always 1; the label is the version of the server.');
  const open = gauge('guichet_open_streams', 'Open event streams, of agents and of consoles.');
  meter.addBatchObservableCallback(
    (result) => {
      const { agents, consoles } = streams.count();
      result.observe(version, 1, { version: ownVersion() });
      result.observe(open, agents, { of: 'agents' });
      result.observe(open, consoles, { of: 'consoles' });
    },
    [version, open],
  );
}

function observeDatabase(meter: Meter, { db, clock, dataDir }: MetricsParts): void {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const pending = gauge('guichet_deliveries', 'Deliveries that are not over, by backend and state.');
  const lag = gauge('guichet_delivery_lag_seconds', 'Age of the oldest of these deliveries.');
  const queue = gauge('guichet_queue_depth', 'Deliveries that wait or are being sent, to all backends.');
  const size = gauge('guichet_database_bytes', 'Size of the database on disk: main file, and log (WAL).');
  meter.addBatchObservableCallback(
    async (result) => {
      const sizes = await readDatabaseSize(db, dataDir);
      result.observe(size, sizes.main, { file: 'main' });
      result.observe(size, sizes.wal, { file: 'wal' });
      await observeDeliveries(result, { db, clock }, { pending, lag, queue });
    },
    [pending, lag, queue, size],
  );
}

function observeConnections(meter: Meter, count: NonNullable<Storage['connections']>): void {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const connections = gauge(
    'guichet_database_connections',
    'Open connections of this server to PostgreSQL, used and idle.',
  );
  const waiting = gauge('guichet_database_waiting', 'Queries and transactions that wait for a connection.');
  meter.addBatchObservableCallback(
    (result) => {
      const { open, idle, waiting: queued } = count();
      result.observe(connections, open - idle, { state: 'used' });
      result.observe(connections, idle, { state: 'idle' });
      result.observe(waiting, queued);
    },
    [connections, waiting],
  );
}

async function observeDeliveries(
  result: BatchObservableResult,
  { db, clock }: Pick<MetricsParts, 'db' | 'clock'>,
  gauges: Record<'pending' | 'lag' | 'queue', ObservableGauge>,
): Promise<void> {
  const counts = await countDeliveries(db, clock);
  let depth = 0;
  for (const { backendId: backend, state, count, lag } of counts) {
    result.observe(gauges.pending, count, { backend, state });
    result.observe(gauges.lag, lag, { backend, state });
    if (state !== 'parked') depth += count;
  }
  result.observe(gauges.queue, depth);
}

/** Returns the function that stops it. */
function observeProcess(meter: Meter): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const delays = meter.createObservableGauge('guichet_event_loop_delay_seconds', {
    description: 'Delay of the event loop since the last reading: median, 99th percentile, longest.',
  });
  delays.addCallback((result) => {
    const seconds = (value: number) => (Number.isFinite(value) ? value / NANOSECONDS : 0);
    result.observe(seconds(delay.percentile(50)), { at: 'p50' });
    result.observe(seconds(delay.percentile(99)), { at: 'p99' });
    result.observe(seconds(delay.max), { at: 'max' });
    delay.reset();
  });
  const memory = meter.createObservableGauge('guichet_process_memory_bytes', {
    description: 'Memory of the process: resident, used heap, outside the heap.',
  });
  memory.addCallback((result) => {
    const { rss, heapUsed, external } = process.memoryUsage();
    result.observe(rss, { kind: 'resident' });
    result.observe(heapUsed, { kind: 'heap' });
    result.observe(external, { kind: 'external' });
  });
  const processor = meter.createObservableCounter('guichet_process_cpu_seconds', {
    description: 'Processor time of the process.',
  });
  processor.addCallback((result) => {
    const { user, system } = process.cpuUsage();
    result.observe((user + system) / MICROSECONDS);
  });
  return () => delay.disable();
}
