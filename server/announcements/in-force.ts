// The announcements that an agent receives: in force or scheduled, for its organisation or for all.
import type { Announcement } from '../../contract/announcement.ts';
import type { Bilingual } from '../../contract/primitives.ts';
import type { Database } from '../storage/schema.ts';

/** Returns the announcements not over at `now`, earliest first. Only its own organisation sees a ticket's number. */
export async function readAnnouncements(
  db: Database,
  organisationId: string,
  now: string,
): Promise<Announcement[]> {
  const rows = await selectAnnouncements(db, organisationId)
    .where((where) => where.or([where('toAt', 'is', null), where('toAt', '>', now)]))
    .orderBy('fromAt')
    .orderBy('announcement.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    severity: row.severity,
    title: { en: row.titleEn, fr: row.titleFr },
    text: { en: row.textEn, fr: row.textFr },
    service: bilingual(row.serviceEn, row.serviceFr),
    from: row.fromAt,
    to: row.toAt,
    ticket: row.joinable === null ? null : { id: row.joinable, number: row.number },
  }));
}

/** Returns the id of the ticket that the announcement's "me too" joins at `now`, or null where there is none. */
export async function joinableTicket(
  db: Database,
  organisationId: string,
  announcementId: string,
  now: string,
): Promise<string | null> {
  const row = await selectAnnouncements(db, organisationId)
    .where('announcement.id', '=', announcementId)
    .where('fromAt', '<=', now)
    .where((where) => where.or([where('toAt', 'is', null), where('toAt', '>', now)]))
    .executeTakeFirst();
  return row?.joinable ?? null;
}

function selectAnnouncements(db: Database, organisationId: string) {
  return db
    .selectFrom('announcement')
    .leftJoin('ticket', (join) =>
      join
        .onRef('ticket.id', '=', 'announcement.ticketId')
        .on('ticket.organisationId', '=', organisationId)
        .on('ticket.status', '!=', 'closed'),
    )
    .selectAll('announcement')
    .select(['ticket.id as joinable', 'ticket.number'])
    .where('withdrawnAt', 'is', null)
    .where((where) =>
      where.or([
        where('announcement.organisationId', 'is', null),
        where('announcement.organisationId', '=', organisationId),
      ]),
    );
}

function bilingual(en: string | null, fr: string | null): Bilingual | null {
  return en === null || fr === null ? null : { en, fr };
}
