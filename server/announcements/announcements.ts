// IT announcements: staff publish, change and withdraw them.
import type { NewAnnouncement, PublishedAnnouncement, Staff } from '../../contract/console.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { organisationExists } from '../enrolment/organisations.ts';
import type { Audit, AuditAct } from '../staff/audit.ts';
import { reaches } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, agentsOfOrganisations } from '../tickets/announce.ts';
import { findByNumber } from '../tickets/numbered-ticket.ts';
import { type ContentColumns, contentColumns } from './content-columns.ts';
import { readPublished } from './published.ts';

export interface AnnouncementParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

/** Who announces. */
type Author = Pick<Staff, 'id' | 'organisationIds'>;

/**
 * Errors: not-found for an unknown organisation or one beyond the caller's, all-organisations-only for every organisation by somebody who
 * is limited, announcement-ticket-unknown where it has no ticket of that number.
 */
export async function publishAnnouncement(
  parts: AnnouncementParts,
  staff: Author,
  announcement: NewAnnouncement,
): Promise<Result<PublishedAnnouncement>> {
  const { db, clock, chance } = parts;
  const result = await db.transaction().execute(async (transaction) => {
    const columns = await columnsOf(transaction, staff, announcement);
    if (!columns.ok) return columns;
    const id = chance.id();
    const made = { id, publishedAt: instantFrom(clock), withdrawnAt: null, staffId: staff.id };
    await transaction
      .insertInto('announcement')
      .values({ ...columns.value, ...made })
      .execute();
    await writeAudit(transaction, parts, staff.id, 'publish-announcement', id, announcement);
    return ok(await readPublished(transaction, id));
  });
  if (result.ok) await notify(parts, [announcement.organisationId]);
  return result;
}

/** Errors: those of publishing, not-found for an unknown announcement, announcement-withdrawn for a withdrawn one. */
export async function changeAnnouncement(
  parts: AnnouncementParts,
  staff: Author,
  id: string,
  announcement: NewAnnouncement,
): Promise<Result<PublishedAnnouncement>> {
  let formerOrganisationId: string | null = null;
  const result = await parts.db.transaction().execute(async (transaction) => {
    const known = await readRow(transaction, id);
    if (!known) return err('not-found');
    if (known.withdrawnAt !== null) return err('announcement-withdrawn');
    const columns = await columnsOf(transaction, staff, announcement);
    if (!columns.ok) return columns;
    formerOrganisationId = known.organisationId;
    await transaction.updateTable('announcement').set(columns.value).where('id', '=', id).execute();
    await writeAudit(transaction, parts, staff.id, 'change-announcement', id, announcement);
    return ok(await readPublished(transaction, id));
  });
  if (result.ok) await notify(parts, [formerOrganisationId, announcement.organisationId]);
  return result;
}

/** Ends the announcement now, for everybody. Withdrawing again changes nothing. Errors: not-found. */
export async function withdrawAnnouncement(
  parts: AnnouncementParts,
  staffId: string,
  id: string,
): Promise<Result<void>> {
  const { db, clock } = parts;
  const known = await db.transaction().execute(async (transaction) => {
    const row = await readRow(transaction, id);
    if (!row || row.withdrawnAt !== null) return row;
    const withdrawnAt = instantFrom(clock);
    await transaction.updateTable('announcement').set({ withdrawnAt }).where('id', '=', id).execute();
    await writeAudit(transaction, parts, staffId, 'withdraw-announcement', id, row);
    return row;
  });
  if (!known) return err('not-found');
  await notify(parts, [known.organisationId]);
  return ok(undefined);
}

function readRow(db: Database, id: string): Promise<Row<'announcement'> | undefined> {
  return db.selectFrom('announcement').selectAll().where('id', '=', id).executeTakeFirst();
}

type AnnouncementColumns = ContentColumns & Pick<Row<'announcement'>, 'organisationId' | 'ticketId'>;

/** Maps the request to columns; looks up its organisation and its ticket. */
async function columnsOf(
  db: Database,
  { organisationIds: scope }: Author,
  announcement: NewAnnouncement,
): Promise<Result<AnnouncementColumns>> {
  const { organisationId, ticketNumber } = announcement;
  if (organisationId === null && scope !== null) return err('all-organisations-only');
  const isThere =
    organisationId === null ||
    (reaches(scope, organisationId) && (await organisationExists(db, organisationId)));
  if (!isThere) return err('not-found');
  const ticketId = ticketNumber === null ? null : await ticketOf(db, organisationId, ticketNumber);
  if (ticketNumber !== null && ticketId === null) return err('announcement-ticket-unknown');
  return ok({ ...contentColumns(announcement), organisationId, ticketId });
}

/** A ticket belongs to one organisation: an announcement to all organisations cannot have one to join. */
async function ticketOf(db: Database, organisationId: string | null, number: string): Promise<string | null> {
  if (organisationId === null) return null;
  return (await findByNumber(db, organisationId, number))?.id ?? null;
}

function writeAudit(
  transaction: Database,
  { audit }: AnnouncementParts,
  staffId: string,
  act: AuditAct,
  id: string,
  { organisationId, severity }: Pick<NewAnnouncement, 'organisationId' | 'severity'>,
): Promise<void> {
  const subject = { kind: 'announcement', id } as const;
  return audit(transaction, { staffId, act, subject, details: { organisationId, severity } });
}

/** Notifies the agents of these organisations (null means all of them) and the console. */
async function notify({ db, announce }: AnnouncementParts, organisations: (string | null)[]): Promise<void> {
  announce.agents(await agentsOfOrganisations(db, organisations));
  for (const id of new Set(organisations)) announce.console('announcements', id);
}
