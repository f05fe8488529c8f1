// Announcements as the console lists them: with organisation, ticket, and how many people joined it.
import { type SqlBool, sql } from 'kysely';
import type { PublishedAnnouncement, StaffScope } from '../../contract/console.ts';
import type { Bilingual } from '../../contract/primitives.ts';
import { inScope } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';

/** How many ended announcements are still listed. */
const MOST_ENDED = 100;

/**
 * Returns every announcement in force or scheduled at `now`, and the latest ended ones; latest start first: those of the scope, and
 * those for every organisation.
 */
export async function listPublished(
  db: Database,
  scope: StaffScope,
  now: string,
): Promise<PublishedAnnouncement[]> {
  const isSeen = sql<SqlBool>`(${sql.ref('announcement.organisationId')} is null or ${inScope(scope, 'announcement.organisationId')})`;
  const current = selectPublished(db)
    .where(isSeen)
    .where('announcement.withdrawnAt', 'is', null)
    .where((where) =>
      where.or([where('announcement.toAt', 'is', null), where('announcement.toAt', '>', now)]),
    );
  const ended = selectPublished(db)
    .where(isSeen)
    .where((where) =>
      where.or([where('announcement.withdrawnAt', 'is not', null), where('announcement.toAt', '<=', now)]),
    )
    .limit(MOST_ENDED);
  return [...(await current.execute()), ...(await ended.execute())].map(published);
}

/** Reads one announcement. Throws when it does not exist. */
export async function readPublished(db: Database, id: string): Promise<PublishedAnnouncement> {
  return published(await selectPublished(db).where('announcement.id', '=', id).executeTakeFirstOrThrow());
}

function selectPublished(db: Database) {
  return db
    .selectFrom('announcement')
    .leftJoin('organisation', 'organisation.id', 'announcement.organisationId')
    .leftJoin('ticket', 'ticket.id', 'announcement.ticketId')
    .selectAll('announcement')
    .select(['organisation.name as organisation', 'ticket.number as ticketNumber'])
    .select(({ selectFrom }) =>
      selectFrom('participant')
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .whereRef('participant.announcementId', '=', 'announcement.id')
        .as('joined'),
    )
    .orderBy('announcement.fromAt', 'desc')
    .orderBy('announcement.id', 'desc');
}

type AnnouncementRow = Awaited<ReturnType<ReturnType<typeof selectPublished>['execute']>>[number];

function published(row: AnnouncementRow): PublishedAnnouncement {
  const { id, severity, ticketId, organisationId, organisation, publishedAt, withdrawnAt } = row;
  return {
    id,
    severity,
    title: { en: row.titleEn, fr: row.titleFr },
    text: { en: row.textEn, fr: row.textFr },
    service: serviceOf(row),
    from: row.fromAt,
    to: row.toAt,
    ticket: ticketId === null ? null : { id: ticketId, number: row.ticketNumber },
    organisationId,
    organisation,
    joined: Number(row.joined),
    publishedAt,
    withdrawnAt,
  };
}

function serviceOf({ serviceEn, serviceFr }: AnnouncementRow): Bilingual | null {
  return serviceEn === null || serviceFr === null ? null : { en: serviceEn, fr: serviceFr };
}
