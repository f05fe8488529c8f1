// The routes of devices and their agents: staff list them, administrators activate, suspend and retire agents.
import { changeAgentState } from '../enrolment/activation.ts';
import { listDevices } from '../enrolment/devices.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';

interface DeviceParts {
  db: Database;
  audit: Audit;
  streams: EventStreams;
}

export function consoleDeviceHandlers({ db, audit, streams }: DeviceParts) {
  return {
    listDevices: async ({ query }) => listDevices(db, streams.isOnline, query.organisationId),
    changeAgentState: async ({ staff, body }) => {
      const parts = { db, audit, announce: streams };
      return { changed: valueOrFail(await changeAgentState(parts, staff.id, body)) };
    },
  } satisfies Partial<Handlers>;
}
