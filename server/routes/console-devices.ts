// The routes of devices and their agents: staff list them, administrators activate, suspend and retire agents.
import { type ActivationParts, changeAgentState } from '../enrolment/activation.ts';
import { countAgents } from '../enrolment/agent-filter.ts';
import { listDevices } from '../enrolment/device-list.ts';
import type { LastSeen } from '../enrolment/last-seen.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';

interface DeviceParts extends Omit<ActivationParts, 'announce'> {
  streams: EventStreams;
  lastSeen: LastSeen;
}

export function consoleDeviceHandlers({ streams, lastSeen, ...parts }: DeviceParts) {
  return {
    listDevices: async ({ staff, query }) =>
      listDevices(
        parts.db,
        { onlineOf: streams.onlineOf, lastSeen, clock: parts.clock },
        query,
        staff.organisationIds,
      ),
    countAgents: async ({ staff, query }) => countAgents(parts.db, query, staff.organisationIds),
    changeAgentState: async ({ staff, body }) =>
      valueOrFail(await changeAgentState({ ...parts, announce: streams }, staff, body)),
  } satisfies Partial<Handlers>;
}
