// Maps the content and the period of an announcement to columns.
import type { Announcement } from '../../contract/announcement.ts';
import type { Row } from '../storage/schema.ts';

type AnnouncementContent = Pick<Announcement, 'severity' | 'title' | 'text' | 'service' | 'from' | 'to'>;
export type ContentColumns = Omit<
  Row<'announcement'>,
  'id' | 'organisationId' | 'ticketId' | 'publishedAt' | 'withdrawnAt' | 'staffId'
>;

export function contentColumns(content: AnnouncementContent): ContentColumns {
  const { severity, title, text, service, from, to } = content;
  return {
    severity,
    titleEn: title.en,
    titleFr: title.fr,
    textEn: text.en,
    textFr: text.fr,
    serviceEn: service?.en ?? null,
    serviceFr: service?.fr ?? null,
    fromAt: instantText(from),
    toAt: to === null ? null : instantText(to),
  };
}

/** Normalises an instant, so that comparing the texts compares the times. */
function instantText(instant: string): string {
  return new Date(instant).toISOString();
}
