// When each agent called last: in memory, and written once a minute. A write with each sync would cost a flush.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, instantFrom, MINUTE, SECOND } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

export interface LastSeen {
  /** The agent calls now. */
  note(agentId: string): void;
  /** Returns when it called last, or null where that is written already. */
  of(agentId: string): string | null;
  /** Writes what was noted once a minute. A crash loses a minute. */
  start(): void;
  /** Writes what is left. */
  stop(): Promise<void>;
}

/** Agents in one statement: a write must not hold up the server. */
const AGENTS_PER_WRITE = 500;
/** Written instants are this exact, in milliseconds: agents of one instant share a statement. */
const EXACT = 10 * SECOND;

export function createLastSeen({
  db,
  clock,
  log,
}: {
  db: Database;
  clock: Clock;
  log: FastifyBaseLogger;
}): LastSeen {
  const noted = new Map<string, string>();
  let writing = Promise.resolve();
  let cancel = () => {};

  async function write(): Promise<void> {
    const agents = [...noted];
    try {
      for (const [at, some] of Map.groupBy(agents, ([, instant]) => roundDown(instant)))
        for (let start = 0; start < some.length; start += AGENTS_PER_WRITE) {
          const ids = some.slice(start, start + AGENTS_PER_WRITE).map(([id]) => id);
          await db
            .updateTable('agent')
            .set({ lastSeenAt: at })
            .where('id', 'in', ids)
            // an enrolment writes the instant itself
            .where('lastSeenAt', '<', at)
            .execute();
        }
      // those that called meanwhile are written next time
      for (const [id, at] of agents) if (noted.get(id) === at) noted.delete(id);
    } catch (failure) {
      log.error({ err: failure }, 'when agents called last could not be written, and will be tried again');
    }
  }

  function begin(): void {
    cancel = clock.after(MINUTE, begin);
    writing = writing.then(write);
  }

  return {
    note: (agentId) => void noted.set(agentId, instantFrom(clock)),
    of: (agentId) => noted.get(agentId) ?? null,
    start() {
      cancel = clock.after(MINUTE, begin);
    },
    async stop() {
      cancel();
      await writing;
      await write();
    },
  };
}

function roundDown(instant: string): string {
  return new Date(Math.floor(Date.parse(instant) / EXACT) * EXACT).toISOString();
}
