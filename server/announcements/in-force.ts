// The announcements that an agent receives: in force or scheduled, for its organisation or for all.
import type { Announcement } from '../../contract/announcement.ts';
import type { Bilingual } from '../../contract/primitives.ts';
import type { Database, Row } from '../storage/schema.ts';

export type StoredAnnouncement = Row<'announcement'>;

/** Returns the announcements of an organisation, or of all, that are not withdrawn and not over at `now`, earliest first. */
export function readAnnouncements(
  db: Database,
  organisationId: string,
  now: string,
): Promise<StoredAnnouncement[]> {
  return selectPublished(db, organisationId)
    .selectAll('announcement')
    .where((where) => where.or([where('toAt', 'is', null), where('toAt', '>', now)]))
    .orderBy('fromAt')
    .orderBy('announcement.id')
    .execute();
}

/** Returns those not over at `now` as agents of the organisation see them: only they see a ticket's number. */
export async function announcementsAt(
  db: Database,
  organisationId: string,
  published: readonly StoredAnnouncement[],
  now: string,
): Promise<Announcement[]> {
  const inForce = published.filter(({ toAt }) => toAt === null || toAt > now);
  const ticketOf = await readJoinable(db, organisationId, inForce);
  return inForce.map((row) => ({
    id: row.id,
    severity: row.severity,
    title: { en: row.titleEn, fr: row.titleFr },
    text: { en: row.textEn, fr: row.textFr },
    service: bilingual(row.serviceEn, row.serviceFr),
    from: row.fromAt,
    to: row.toAt,
    ticket: ticketOf.get(row.ticketId) ?? null,
  }));
}

/** Reads the tickets that "me too" joins. Their status and number may change at any time. */
async function readJoinable(
  db: Database,
  organisationId: string,
  announcements: readonly StoredAnnouncement[],
): Promise<ReadonlyMap<string | null, Announcement['ticket']>> {
  const ids = announcements.map(({ ticketId }) => ticketId).filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const tickets = await db
    .selectFrom('ticket')
    .select(['id', 'number'])
    .where('id', 'in', ids)
    .where('organisationId', '=', organisationId)
    .where('status', '!=', 'closed')
    .execute();
  return new Map(tickets.map((ticket) => [ticket.id, ticket]));
}

/** Returns the id of the ticket that the announcement's "me too" joins at `now`, or null where there is none. */
export async function joinableTicket(
  db: Database,
  organisationId: string,
  announcementId: string,
  now: string,
): Promise<string | null> {
  const row = await selectPublished(db, organisationId)
    .innerJoin('ticket', (join) =>
      join
        .onRef('ticket.id', '=', 'announcement.ticketId')
        .on('ticket.organisationId', '=', organisationId)
        .on('ticket.status', '!=', 'closed'),
    )
    .select('ticket.id')
    .where('announcement.id', '=', announcementId)
    .where('fromAt', '<=', now)
    .where((where) => where.or([where('toAt', 'is', null), where('toAt', '>', now)]))
    .executeTakeFirst();
  return row?.id ?? null;
}

function selectPublished(db: Database, organisationId: string) {
  return db
    .selectFrom('announcement')
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
