// What IT tells everybody before they write: something is known, planned or over.
import { z } from 'zod';
import { EntryId } from './catalogue.ts';
import { Bilingual, IdempotencyKey, Instant, SEVERITIES } from './primitives.ts';

export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

export const Announcement = z.object({
  id: z.uuid(),
  severity: Severity,
  title: Bilingual,
  text: Bilingual,
  /** what it is about, such as "E-mail"; null when it is about no service in particular */
  service: Bilingual.nullable(),
  from: Instant,
  /** null: until it is withdrawn */
  to: Instant.nullable(),
  /** the known ticket that "me too" joins; null where there is none to join */
  ticket: z.object({ id: IdempotencyKey, number: z.string().nullable() }).nullable(),
});
export type Announcement = z.infer<typeof Announcement>;

/** One entry of a file of announcements, for one organisation. */
const ImportedAnnouncement = Announcement.omit({ ticket: true }).extend({
  /** a stable name given by IT: an entry is published once under it, however often it is imported */
  id: EntryId,
  service: Bilingual.nullable().default(null),
  /** null: from its import on */
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
});
export const ImportedAnnouncements = z.object({ announcements: z.array(ImportedAnnouncement).max(1000) });
export type ImportedAnnouncements = z.infer<typeof ImportedAnnouncements>;

/** Whether it is to be shown at `now` (milliseconds of the epoch). */
export function isInForce({ from, to }: Pick<Announcement, 'from' | 'to'>, now: number): boolean {
  return Date.parse(from) <= now && (to === null || now < Date.parse(to));
}
