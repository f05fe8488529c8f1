// When each agent called last, and what it was sent: in memory, and written once a minute. A write with each sync would cost a flush.
import type { FastifyBaseLogger } from 'fastify';
import type { Language } from '../../contract/primitives.ts';
import { type Clock, instantFrom, MINUTE, SECOND } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

/** What an agent was sent last. */
interface Fetched {
  /** number of the last change of its requester */
  seq: number;
  /** of its person; null where it names none */
  language: Language | null;
}

export interface LastSeen {
  /** The agent calls now. */
  note(agentId: string): void;
  /** The agent is sent all changes of its requester up to this one. */
  noteFetched(agentId: string, fetched: Fetched): void;
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
  const fetched = new Map<string, Fetched>();
  /** as `fetched`, of those that are written: most syncs bring nothing new */
  const written = new Map<string, Fetched>();
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
      await writeFetched();
    } catch (failure) {
      log.error({ err: failure }, 'when agents called last could not be written, and will be tried again');
    }
  }

  async function writeFetched(): Promise<void> {
    for (const [id, news] of [...fetched]) {
      await db
        .updateTable('agent')
        .set({ fetchedSeq: news.seq, ...(news.language !== null && { language: news.language }) })
        .where('id', '=', id)
        .execute();
      written.set(id, news);
      if (fetched.get(id) === news) fetched.delete(id);
    }
  }

  function begin(): void {
    cancel = clock.after(MINUTE, begin);
    writing = writing.then(write);
  }

  return {
    note: (agentId) => void noted.set(agentId, instantFrom(clock)),
    noteFetched(agentId, news) {
      const known = fetched.get(agentId) ?? written.get(agentId);
      const isNews = known?.seq !== news.seq || known.language !== news.language;
      if (isNews) fetched.set(agentId, news);
    },
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
