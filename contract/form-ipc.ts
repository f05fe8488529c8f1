// The IPC of the new-ticket form other than its draft: the catalogue, people and announcements.
import { z } from 'zod';
import { Announcement } from './announcement.ts';
import { BackendGaps, Catalogue, EntryId } from './catalogue.ts';
import type { NoticeName, RequestName } from './channels.ts';
import { Person } from './people.ts';

/** An announcement, and whether this requester joined it. */
export const MyAnnouncement = z.object({
  announcement: Announcement,
  /** no: not joined; waiting: "me too" is in the outbox; joined: the server accepted it */
  joined: z.enum(['no', 'waiting', 'joined']),
});
export type MyAnnouncement = z.infer<typeof MyAnnouncement>;

const none = z.void();

/** Requests of the new-ticket form. */
export const FORM_REQUESTS = {
  'catalogue:read': {
    in: none,
    out: z.object({ catalogue: Catalogue.nullable(), recent: z.array(EntryId), backendGaps: BackendGaps }),
  },
  /** `fromMemory`: the help desk could not be reached, and these people are from its last answers */
  'people:search': {
    in: z.object({ search: z.string().max(100) }),
    out: z.object({ people: z.array(Person), fromMemory: z.boolean() }),
  },
  /** those in force now */
  'announcements:list': { in: none, out: z.array(MyAnnouncement) },
  'announcements:join': { in: z.object({ id: z.uuid() }), out: none },
} as const satisfies Partial<Record<RequestName, { in: z.ZodType; out: z.ZodType }>>;

/** Notices to the new-ticket form: what each one names has to be read again. */
export const FORM_NOTICES = {
  'catalogue:changed': none,
  'announcements:changed': none,
} as const satisfies Partial<Record<NoticeName, z.ZodType>>;
