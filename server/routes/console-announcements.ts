// Announcements, which any signed-in staff may publish, change and withdraw.
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NewAnnouncement, PublishedAnnouncement } from '../../contract/console.ts';
import {
  type AnnouncementParts,
  changeAnnouncement,
  publishAnnouncement,
  withdrawAnnouncement,
} from '../announcements/announcements.ts';
import { listPublished } from '../announcements/published.ts';
import { instantFrom } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import { staffOf } from '../http/staff-session.ts';
import { BY_STAFF, FAILURES, NOTHING } from './answers.ts';

const Path = z.object({ id: z.uuid() });
const ANNOUNCEMENT = { 200: PublishedAnnouncement, ...FAILURES };

export function consoleAnnouncementRoutes(parts: AnnouncementParts): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/announcements',
      {
        schema: {
          ...BY_STAFF,
          summary: 'List the announcements: all in force or to come, and the latest that are over',
          response: { 200: z.array(PublishedAnnouncement), ...FAILURES },
        },
      },
      async () => listPublished(parts.db, instantFrom(parts.clock)),
    );
    app.post(
      '/announcements',
      { schema: { ...BY_STAFF, summary: 'Publish', body: NewAnnouncement, response: ANNOUNCEMENT } },
      async (request) => valueOrFail(await publishAnnouncement(parts, staffOf(request).id, request.body)),
    );
    app.put(
      '/announcements/:id',
      {
        schema: {
          ...BY_STAFF,
          summary: 'Change an announcement that is not withdrawn',
          params: Path,
          body: NewAnnouncement,
          response: ANNOUNCEMENT,
        },
      },
      async (request) =>
        valueOrFail(await changeAnnouncement(parts, staffOf(request).id, request.params.id, request.body)),
    );
    app.post(
      '/announcements/:id/withdraw',
      { schema: { ...BY_STAFF, summary: 'Withdraw an announcement', params: Path, response: NOTHING } },
      async (request, reply) => {
        valueOrFail(await withdrawAnnouncement(parts, staffOf(request).id, request.params.id));
        return reply.code(204).send();
      },
    );
  };
}
