// The routes of sync: the sync call, and the event stream that tells agents to make it.
import { NO_GAPS } from '../../contract/catalogue.ts';
import type { Pace } from '../../contract/pace.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ServerPolicy, SyncRequest, SyncResponse } from '../../contract/sync.ts';
import { readAnnouncements } from '../announcements/in-force.ts';
import { readBackendGaps } from '../backends/backend-gaps.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import { readCatalogue } from '../catalogue/read-catalogue.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { LastSeen } from '../enrolment/last-seen.ts';
import { type KnownAgent, readAgent, readStanding } from '../enrolment/standing.ts';
import { beginEvents } from '../http/begin-events.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Intake } from '../intake/intake.ts';
import type { Database } from '../storage/schema.ts';
import { type Changes, feedPosition, readChanges } from '../tickets/change-feed.ts';

const BODY_LIMIT = 4 * 1024 * 1024;

interface SyncParts {
  db: Database;
  clock: Clock;
  lastSeen: LastSeen;
  intake: Intake;
  backends: Backends;
  streams: EventStreams;
  /** settings that the server imposes on agents */
  policy: ServerPolicy;
  pace: Pace;
}

export function syncHandlers(parts: SyncParts) {
  return {
    sync: {
      rates: ['syncsOfAgent'],
      bodyLimit: BODY_LIMIT,
      handle: async ({ agent, body }) => valueOrFail(await sync(parts, agent, body)),
    },
    listenForSync: {
      rates: ['openedStreamsOfAgent'],
      // a HEAD request would open a stream that nobody reads or closes
      exposeHeadRoute: false,
      handle: async ({ agent: { id, state }, reply }) => {
        if (state === 'retired') fail('agent-retired');
        parts.streams.openAgent(id, beginEvents(reply));
        return reply;
      },
    },
  } satisfies Partial<Handlers>;
}

async function sync(
  { db, clock, lastSeen, intake, backends, policy, pace }: SyncParts,
  agent: KnownAgent,
  { cursor, commands, catalogueVersion }: SyncRequest,
): Promise<Result<SyncResponse>> {
  if (agent.requesterId !== null && cursor > (await feedPosition(db, agent.requesterId))) {
    return err('cursor-ahead');
  }
  // the only word on which an agent deletes its data: nothing else that it can be answered says so
  if (agent.departure === 'erase-asked') return err('leave-asked');
  const results = await intake.accept(agent.id, commands);
  lastSeen.note(agent.id);
  const standing = await readStanding(db, agent.id);
  // an agent that is not active must learn nothing about the organisation
  const organisationId = standing.state === 'active' ? agent.organisationId : null;
  return ok({
    standing,
    policy,
    pace,
    results,
    ...(await changesFor(db, backends, agent.id, cursor)),
    catalogue: organisationId === null ? null : await readCatalogue(db, organisationId, catalogueVersion),
    backendGaps: organisationId === null ? NO_GAPS : await readBackendGaps(db, backends, organisationId),
    announcements:
      organisationId === null ? [] : await readAnnouncements(db, organisationId, instantFrom(clock)),
  });
}

/** Only active agents receive changes: a suspended agent keeps its cursor and continues there once it is active again. */
async function changesFor(
  db: Database,
  backends: Backends,
  agentId: string,
  cursor: number,
): Promise<Changes> {
  const agent = await readAgent(db, agentId);
  if (!agent?.requesterId) return { tickets: [], cursor: 0, more: false };
  const hasChanges = agent.state === 'active' && (await feedPosition(db, agent.requesterId)) > cursor;
  if (!hasChanges) return { tickets: [], cursor, more: false };
  return readChanges(db, await readCapabilities(backends), agent.requesterId, cursor);
}
