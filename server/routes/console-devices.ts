// Devices with their Windows users: listed for staff, let in and kept out by administrators.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ChangeAgentState, ChangedAgents, DeviceRow } from '../../contract/console.ts';
import { changeAgentState } from '../enrolment/activation.ts';
import { listDevices } from '../enrolment/devices.ts';
import { valueOrFail } from '../http/errors.ts';
import type { EventStreams } from '../http/event-streams.ts';
import { requireAdministrator, staffOf } from '../http/staff-session.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database } from '../storage/schema.ts';
import { BY_STAFF, FAILURES } from './answers.ts';

interface DeviceParts {
  db: Database;
  audit: Audit;
  streams: EventStreams;
}

export function consoleDeviceRoutes({ db, audit, streams }: DeviceParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/devices',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the devices with their Windows users',
          querystring: z.object({ organisationId: z.uuid().optional() }),
          response: { 200: z.array(DeviceRow), ...FAILURES },
        },
      },
      async ({ query }) => listDevices(db, streams.isOnline, query.organisationId),
    );

    app.post(
      '/agents/state',
      {
        preHandler: requireAdministrator,
        schema: {
          ...BY_STAFF,
          summary: 'Activate, suspend or retire some agents, or all of an organisation',
          body: ChangeAgentState,
          response: { 200: ChangedAgents, ...FAILURES },
        },
      },
      async (request) => {
        const parts = { db, audit, announce: streams };
        return { changed: valueOrFail(await changeAgentState(parts, staffOf(request).id, request.body)) };
      },
    );
  };
}
