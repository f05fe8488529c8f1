// The health check: the server is up when its database answers.
import { sql } from 'kysely';
import type { Handlers } from '../http/serve-api.ts';
import type { Database } from '../storage/schema.ts';

export function healthHandlers({ db }: { db: Database }) {
  return {
    readHealth: {
      logLevel: 'warn',
      handle: async () => {
        await sql`select 1`.execute(db);
        return { status: 'ok' };
      },
    },
  } satisfies Partial<Handlers>;
}
