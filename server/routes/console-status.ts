// The page Status: how the server is now.
import type { BackendQueue, ServerStatus } from '../../contract/server-status.ts';
import { countDeliveries } from '../backends/delivery-counts.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Config } from '../config.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import { readDatabaseSize } from '../metrics/database-size.ts';
import { ownVersion } from '../program.ts';
import type { Database } from '../storage/schema.ts';

interface StatusParts {
  db: Database;
  clock: Clock;
  config: Config;
  streams: EventStreams;
}

export function consoleStatusHandlers(parts: StatusParts) {
  const startedAt = instantFrom(parts.clock);
  return {
    readServerStatus: async (): Promise<ServerStatus> => {
      const { main, wal } = await readDatabaseSize(parts.db, parts.config.dataDir);
      const start = performance.now();
      const backends = await readQueues(parts);
      const answeredIn = performance.now() - start;
      return {
        version: ownVersion(),
        runtime: process.versions.node,
        startedAt,
        streams: parts.streams.count(),
        queueDepth: backends.reduce((depth, { waiting, sending }) => depth + waiting + sending, 0),
        memory: process.memoryUsage.rss(),
        database: main + wal,
        answeredIn,
        backends,
      };
    },
  } satisfies Partial<Handlers>;
}

async function readQueues({ db, clock }: StatusParts): Promise<BackendQueue[]> {
  const counts = await countDeliveries(db, clock);
  const backends = await db.selectFrom('backend').select(['id', 'name']).orderBy('createdAt').execute();
  return backends.map(({ id, name }) => {
    const of = (state: string) => counts.find((one) => one.backendId === id && one.state === state);
    return {
      id,
      name,
      waiting: of('waiting')?.count ?? 0,
      sending: of('sending')?.count ?? 0,
      parked: of('parked')?.count ?? 0,
      lagSeconds: of('waiting')?.lag ?? 0,
    };
  });
}
