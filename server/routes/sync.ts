// The routes of sync: the sync call, and the event stream that tells agents to make it.
import { NO_GAPS } from '../../contract/catalogue.ts';
import type { Pace } from '../../contract/pace.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ServerPolicy, SyncRequest, SyncResponse } from '../../contract/sync.ts';
import { announcementsAt } from '../announcements/in-force.ts';
import type { Backends } from '../backends/backends.ts';
import type { RememberedRouting } from '../backends/remembered-routing.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { noteHost } from '../enrolment/copies.ts';
import type { LastSeen } from '../enrolment/last-seen.ts';
import { type KnownAgent, readAgent, readStanding } from '../enrolment/standing.ts';
import { beginEvents } from '../http/begin-events.ts';
import { fail, valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import { namedLanguage } from '../http/language.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Intake } from '../intake/intake.ts';
import { saveMailWish } from '../people/mail-wish.ts';
import type { Database } from '../storage/schema.ts';
import { type Changes, readChanges } from '../tickets/change-feed.ts';
import { markAt, placeOf, told } from '../tickets/change-marks.ts';
import type { OlderDatabase } from '../tickets/older-database.ts';

import { rememberSyncSettings } from './sync-settings.ts';

const BODY_LIMIT = 4 * 1024 * 1024;

interface SyncParts {
  db: Database;
  clock: Clock;
  lastSeen: LastSeen;
  intake: Intake;
  older: OlderDatabase;
  backends: Backends;
  routing: RememberedRouting;
  streams: EventStreams;
  /** settings that the server imposes on agents */
  policy: ServerPolicy;
  pace: Pace;
}

export function syncHandlers(given: SyncParts) {
  const parts = { ...given, settingsOf: rememberSyncSettings(given) };
  return {
    sync: {
      rates: ['syncsOfAgent'],
      // a line for each would hide all others
      logLevel: 'warn',
      bodyLimit: BODY_LIMIT,
      handle: async ({ agent, body, request }) =>
        valueOrFail(await sync(parts, agent, body, namedLanguage(request.headers['accept-language']))),
    },
    listenForSync: {
      rates: ['openedStreamsOfAgent'],
      // a HEAD request would open a stream that nobody reads or closes
      exposeHeadRoute: false,
      handle: async ({ agent: { id, organisationId, state }, reply }) => {
        if (state === 'retired') fail('agent-retired');
        parts.streams.openAgent({ id, organisationId }, beginEvents(reply));
        return reply;
      },
    },
  } satisfies Partial<Handlers>;
}

type Sync = SyncParts & { settingsOf: ReturnType<typeof rememberSyncSettings> };

async function sync(
  { db, clock, lastSeen, intake, older, routing, settingsOf, policy, pace }: Sync,
  before: KnownAgent,
  { cursor, mark, commands, catalogueVersion, mailWish, hostname }: SyncRequest,
  language: Language | null,
): Promise<Result<SyncResponse>> {
  const place = placeOf(before, { cursor, mark });
  if (place === 'older' && before.state === 'active') await older.noticed(before.id);
  if (place !== 'here') return err('cursor-ahead');
  // the only word on which an agent deletes its data: nothing else that it can be answered says so
  if (before.departure === 'erase-asked') return err('leave-asked');
  const results = await intake.accept(before, commands);
  lastSeen.note(before.id);
  if (hostname !== null) await noteHost({ db, clock }, before, hostname);
  const wishing = before.state === 'active' && mailWish !== null ? before.requesterId : null;
  if (wishing !== null && mailWish !== null) await saveMailWish(db, wishing, mailWish);
  // a command that is held says that staff have changed the agent
  const isChanged = wishing !== null || results.some(({ outcome }) => outcome === 'held');
  const agent = isChanged ? ((await readAgent(db, before.id)) ?? before) : before;
  const { organisationId, settingsRevision } = agent;
  const settings = await settingsOf(settingsRevision, organisationId);
  const changes = await changesFor(db, routing, agent, { cursor, mark }, commands.length > 0);
  if (agent.state === 'active') lastSeen.noteFetched(agent.id, { seq: changes.cursor, language });
  const shared = {
    standing: await readStanding(db, agent, settings),
    policy,
    pace,
    results,
    ...changes,
  };
  // an agent that is not active must learn nothing about the organisation
  if (agent.state !== 'active') {
    return ok({ ...shared, catalogue: null, backendGaps: NO_GAPS, announcements: [] });
  }
  const { catalogue, backendGaps, announcements } = settings;
  return ok({
    ...shared,
    catalogue: catalogue?.version === catalogueVersion ? null : catalogue,
    backendGaps,
    announcements: await announcementsAt(db, organisationId, announcements, instantFrom(clock)),
  });
}

/** Only active agents receive changes: a suspended agent keeps its cursor and continues there once it is active again. */
async function changesFor(
  db: Database,
  routing: RememberedRouting,
  { state, requesterId, changeSeq, changeMarks, settingsRevision }: KnownAgent,
  { cursor, mark }: Pick<SyncRequest, 'cursor' | 'mark'>,
  hasCommands: boolean,
): Promise<Changes> {
  const nothing = { tickets: [], gone: [], more: false };
  if (requesterId === null) return { ...nothing, cursor: 0, mark: null };
  const same = { cursor, mark: mark ?? told(requesterId, markAt({ changeSeq, changeMarks }, cursor)) };
  // the number of changes was read before its commands
  const mayHaveChanges = hasCommands || (changeSeq ?? 0) > cursor;
  if (state !== 'active' || !mayHaveChanges) return { ...nothing, ...same };
  const changes = await readChanges(db, await routing.capabilities(settingsRevision), requesterId, cursor);
  return changes.cursor === cursor ? { ...changes, ...same } : changes;
}
