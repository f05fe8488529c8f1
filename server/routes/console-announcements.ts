// The routes of announcements: every member of staff may publish, change and withdraw them.
import {
  type AnnouncementParts,
  changeAnnouncement,
  publishAnnouncement,
  withdrawAnnouncement,
} from '../announcements/announcements.ts';
import { listPublished } from '../announcements/published.ts';
import { instantFrom } from '../clock.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';

export function consoleAnnouncementHandlers(parts: AnnouncementParts) {
  return {
    listAnnouncements: async ({ staff }) =>
      listPublished(parts.db, staff.organisationIds, instantFrom(parts.clock)),
    publishAnnouncement: async ({ staff, body }) =>
      valueOrFail(await publishAnnouncement(parts, staff, body)),
    changeAnnouncement: async ({ staff, params, body }) =>
      valueOrFail(await changeAnnouncement(parts, staff, params.id, body)),
    withdrawAnnouncement: async ({ staff, params }) =>
      valueOrFail(await withdrawAnnouncement(parts, staff.id, params.id)),
  } satisfies Partial<Handlers>;
}
