// Metrics and traces, as far as they are configured: otherwise nothing of them is loaded.
import type { Config } from '../config.ts';
import { Refused } from '../program.ts';
import { createMetrics, type Metrics, type MetricsParts } from './metrics.ts';
import { serveMetrics } from './metrics-server.ts';
import type { Observer } from './observation.ts';
import { createTraces } from './traces.ts';

/** `metrics` is among the observers too; null without METRICS_PORT and METRICS_TOKEN. */
export async function createObservers(
  parts: Omit<MetricsParts, 'dataDir'>,
  { dataDir, metricsPort, metricsToken, tracesEndpoint }: Config,
): Promise<{ metrics: Metrics | null; observers: Observer[] }> {
  const isMeasured = metricsPort !== null || metricsToken !== null;
  const metrics = isMeasured ? await createMetrics({ ...parts, dataDir }) : null;
  const traces = tracesEndpoint === null ? null : await createTraces(tracesEndpoint);
  return { metrics, observers: [metrics, traces].filter((observer) => observer !== null) };
}

/** Serves the metrics on METRICS_PORT; null where it is not set. Throws Refused. */
export async function listenForMetrics(read: (() => Promise<string>) | null, config: Config) {
  const { host, metricsPort: port, metricsToken: token } = config;
  if (read === null || port === null) return null;
  return serveMetrics({ host, port, token, read }).catch(() => {
    throw new Refused(
      `METRICS_PORT is ${port}: another program listens there, or this account may not; choose another.`,
    );
  });
}
