// Announcements: messages from IT about current, planned or past problems, shown above the form.
import { z } from 'zod';
import { EntryId } from './catalogue.ts';
import { Bilingual, IdempotencyKey, Instant, SEVERITIES } from './primitives.ts';

/** The severity of an announcement. */
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** An announcement as requesters see it. */
export const Announcement = z.object({
  id: z.uuid(),
  severity: Severity,
  title: Bilingual,
  text: Bilingual,
  /** the service concerned, such as "E-mail"; null for no particular service */
  service: Bilingual.nullable(),
  from: Instant,
  /** null: in force until it is withdrawn */
  to: Instant.nullable(),
  /** the known ticket that "me too" joins; null when there is none */
  ticket: z.object({ id: IdempotencyKey, number: z.string().nullable() }).nullable(),
});
export type Announcement = z.infer<typeof Announcement>;

/** An entry of an announcement file, which is for one organisation. */
const ImportedAnnouncement = Announcement.omit({ ticket: true }).extend({
  /** a stable name chosen by IT: importing the entry again does not publish it again */
  id: EntryId,
  service: Bilingual.nullable().default(null),
  /** null: in force from its import */
  from: Instant.nullable().default(null),
  to: Instant.nullable().default(null),
});
/** An announcement file. */
export const ImportedAnnouncements = z.object({ announcements: z.array(ImportedAnnouncement).max(1000) });
export type ImportedAnnouncements = z.infer<typeof ImportedAnnouncements>;

/** Returns whether the announcement is in force at `now` (milliseconds since the epoch). */
export function isInForce({ from, to }: Pick<Announcement, 'from' | 'to'>, now: number): boolean {
  return Date.parse(from) <= now && (to === null || now < Date.parse(to));
}
