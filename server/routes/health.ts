// Whether the process is alive, whether its database answers and has room, and the metrics.
import type { FastifyBaseLogger } from 'fastify';
import { type SqlBool, sql } from 'kysely';
import { type Clock, SECOND } from '../clock.ts';
import type { Config } from '../config.ts';
import { fail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import { METRICS_TYPE, mayReadMetrics } from '../metrics/metrics-server.ts';
import { isPostgres } from '../storage/dialect/dialect.ts';
import type { Room } from '../storage/room.ts';
import type { Database } from '../storage/schema.ts';

/** Time for the database to answer, in milliseconds: less than a load balancer waits. */
const MOST_WAIT = 2 * SECOND;

interface HealthParts {
  db: Database;
  clock: Clock;
  room: Room;
  log: FastifyBaseLogger;
  config: Config;
  /** null when no metrics are configured */
  readMetrics: (() => Promise<string>) | null;
}

export function healthHandlers({ db, clock, room, log, config, readMetrics }: HealthParts) {
  return {
    readHealth: { logLevel: 'warn', handle: async () => ({ status: 'ok' }) },
    readReadiness: {
      logLevel: 'warn',
      handle: async () => {
        if (!(await answers(db, clock, log))) fail('database-unavailable');
        const full = await room.full();
        if (full.includes('database')) fail('database-unavailable', { full });
        return { status: 'ok', full };
      },
    },
    readMetrics: {
      logLevel: 'warn',
      handle: async ({ request, reply }) => {
        const { metricsPort, metricsToken: token } = config;
        // where they have a port of their own, they are not here
        if (readMetrics === null || token === null || metricsPort !== null) return fail('not-found');
        if (!mayReadMetrics(token, request.headers.authorization)) return fail('not-found');
        return reply.type(METRICS_TYPE).send(await readMetrics());
      },
    },
  } satisfies Partial<Handlers>;
}

/** PostgreSQL may be: when it has no room at a hoster, or after another one took its place. */
async function isReadOnly(db: Database): Promise<boolean> {
  const readOnly = isPostgres(db) ? sql`current_setting('transaction_read_only') = 'on'` : sql`false`;
  const { rows } = await sql<{ readOnly: SqlBool }>`select ${readOnly} as read_only`.execute(db);
  return Boolean(rows[0]?.readOnly);
}

async function answers(db: Database, clock: Clock, log: FastifyBaseLogger): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<false>((resolve) => {
    cancel = clock.after(MOST_WAIT, () => resolve(false));
  });
  const answered = isReadOnly(db).then(
    (readOnly) => !readOnly,
    (failure: unknown) => {
      log.warn({ err: failure }, 'the database does not answer');
      return false;
    },
  );
  const isReady = await Promise.race([answered, late]);
  cancel();
  return isReady;
}
