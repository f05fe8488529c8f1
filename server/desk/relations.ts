// How a ticket belongs to others and to announcements. Owns ticket_relation; a merger is kept by the merged ticket itself.
import type { Staff, StaffScope } from '../../contract/console.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { NewRelation, Relation } from '../../contract/relations.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Audit } from '../staff/audit.ts';
import { inScope } from '../staff/scope.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Announce } from '../tickets/announce.ts';
import { findByNumber } from '../tickets/numbered-ticket.ts';
import { onTicket } from './on-ticket.ts';

interface RelationParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
}

type NewRow = Omit<Row<'ticketRelation'>, 'id' | 'createdAt'>;

/**
 * Links two tickets of one organisation, or a ticket and an announcement for it. Linking again changes nothing; participants do not see
 * it. Errors: not-found; ticket-number-unknown, also for the ticket's own number.
 */
export async function relate(
  parts: RelationParts,
  staff: Staff,
  ticketId: string,
  relation: NewRelation,
): Promise<Result<void>> {
  const { db, audit, announce } = parts;
  let organisationId = '';
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    ({ organisationId } = ticket);
    const row = await rowOf(transaction, ticket, relation);
    if (!row.ok) return row;
    await insertRelation(transaction, parts, row.value);
    const { kind } = row.value;
    const subject = { kind: 'ticket', id: ticketId } as const;
    await audit(transaction, { staffId: staff.id, act: 'relate', subject, details: { kind } });
    return ok(undefined);
  });
  if (result.ok) announce.console('tickets', organisationId);
  return result;
}

async function rowOf(
  transaction: Database,
  { id, organisationId }: Row<'ticket'>,
  relation: NewRelation,
): Promise<Result<NewRow>> {
  if ('announcementId' in relation) {
    const { announcementId } = relation;
    const isThere = await isAnnouncedTo(transaction, announcementId, organisationId);
    return isThere
      ? ok({ ticketId: id, otherId: null, announcementId, kind: 'announcement' })
      : err('not-found');
  }
  const other = await findByNumber(transaction, organisationId, relation.ticketNumber);
  if (!other || other.id === id) return err('ticket-number-unknown');
  const [ticketId = id, otherId = other.id] = [id, other.id].sort();
  return ok({ ticketId, otherId, announcementId: null, kind: 'related' });
}

async function isAnnouncedTo(db: Database, id: string, organisationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('announcement')
    .select('id')
    .where('id', '=', id)
    .where((where) =>
      where.or([where('organisationId', 'is', null), where('organisationId', '=', organisationId)]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** Inserts a relation, in the caller's transaction. Does nothing where the two have one. */
export async function insertRelation(
  transaction: Database,
  { clock, chance }: Pick<RelationParts, 'clock' | 'chance'>,
  row: NewRow,
): Promise<void> {
  await transaction
    .insertInto('ticketRelation')
    .values({ ...row, id: chance.id(), createdAt: instantFrom(clock) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Errors: not-found, also for a relation of another ticket, and for a split, which stays. */
export async function removeRelation(
  parts: RelationParts,
  staff: Staff,
  ticketId: string,
  relationId: string,
): Promise<Result<void>> {
  const { db, audit, announce } = parts;
  let organisationId = '';
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    ({ organisationId } = ticket);
    const removed = await transaction
      .deleteFrom('ticketRelation')
      .where('id', '=', relationId)
      .where('kind', '!=', 'split')
      .where((where) => where.or([where('ticketId', '=', ticketId), where('otherId', '=', ticketId)]))
      .returning('kind')
      .executeTakeFirst();
    if (!removed) return err('not-found');
    const subject = { kind: 'ticket', id: ticketId } as const;
    await audit(transaction, { staffId: staff.id, act: 'remove-relation', subject, details: { ...removed } });
    return ok(undefined);
  });
  if (result.ok) announce.console('tickets', organisationId);
  return result;
}

/** Removes what links a ticket that goes to another organisation to tickets and announcements that are not of it. A split stays. */
export async function removeRelationsOutside(
  transaction: Database,
  ticketId: string,
  organisationId: string,
): Promise<void> {
  await transaction
    .deleteFrom('ticketRelation')
    .where((where) =>
      where.or([
        where.and([
          where('kind', '=', 'related'),
          where.or([where('ticketId', '=', ticketId), where('otherId', '=', ticketId)]),
        ]),
        where.and([
          where('ticketId', '=', ticketId),
          where('announcementId', 'in', ({ selectFrom }) =>
            selectFrom('announcement')
              .select('announcement.id')
              .where('announcement.organisationId', '!=', organisationId),
          ),
        ]),
      ]),
    )
    .execute();
}

/** Mergers first, then the others, oldest first. Tickets of organisations beyond the reader's scope are left out: a split may be of one. */
export async function readRelations(
  db: Database,
  scope: StaffScope,
  { id, mergedInto }: Pick<Row<'ticket'>, 'id' | 'mergedInto'>,
): Promise<Relation[]> {
  const rows = await db
    .selectFrom('ticketRelation')
    .selectAll()
    .where((where) => where.or([where('ticketId', '=', id), where('otherId', '=', id)]))
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  const ids = rows.flatMap(({ ticketId, otherId }) => (ticketId === id ? (otherId ?? []) : ticketId));
  const tickets = await db
    .selectFrom('ticket')
    .select(['id', 'number', 'title', 'status', 'mergedInto'])
    .where(inScope(scope, 'ticket.organisationId'))
    .where((where) =>
      where.or([
        where('mergedInto', '=', id),
        ...([...ids, ...(mergedInto ?? [])].length > 0
          ? [where('id', 'in', mergedInto === null ? ids : [...ids, mergedInto])]
          : []),
      ]),
    )
    .orderBy('id')
    .execute();
  const announcements = await readAnnouncements(db, rows);
  const seen = new Map(tickets.map(({ mergedInto: _, ...ticket }) => [ticket.id, ticket]));
  const target = seen.get(mergedInto ?? '');
  return [
    ...(target ? [{ kind: 'merged-into', id: target.id, ticket: target } as const] : []),
    ...tickets
      .filter((ticket) => ticket.mergedInto === id)
      .map(({ mergedInto: _, ...ticket }) => ({ kind: 'merged', id: ticket.id, ticket }) as const),
    ...rows.flatMap((row): Relation[] => {
      if (row.announcementId !== null) return [announcementRelation(row, announcements)];
      const isFirst = row.ticketId === id;
      const ticket = seen.get(isFirst ? (row.otherId ?? '') : row.ticketId);
      return ticket ? [{ kind: kindFor(row.kind, isFirst), id: row.id, ticket }] : [];
    }),
  ];
}

type AnnouncementRow = Pick<Row<'announcement'>, 'id' | 'titleEn' | 'titleFr'>;

async function readAnnouncements(
  db: Database,
  rows: readonly Row<'ticketRelation'>[],
): Promise<AnnouncementRow[]> {
  const ids = rows.map(({ announcementId }) => announcementId).filter((id) => id !== null);
  if (ids.length === 0) return [];
  return db.selectFrom('announcement').select(['id', 'titleEn', 'titleFr']).where('id', 'in', ids).execute();
}

function announcementRelation(
  { id, announcementId }: Row<'ticketRelation'>,
  announcements: readonly AnnouncementRow[],
): Relation {
  const found = announcements.find((announcement) => announcement.id === announcementId);
  if (!found) throw new Error(`there is no announcement ${announcementId}`);
  const title = { en: found.titleEn, fr: found.titleFr };
  return { kind: 'announcement', id, announcement: { id: found.id, title } };
}

/** `isFirst`: read from the ticket that the row names first. */
function kindFor(
  kind: Row<'ticketRelation'>['kind'],
  isFirst: boolean,
): 'related' | 'split-into' | 'split-from' {
  switch (kind) {
    case 'related':
      return 'related';
    case 'split':
      return isFirst ? 'split-into' : 'split-from';
    case 'announcement':
      throw new Error('an announcement is no ticket');
    default:
      return unreachable(kind);
  }
}
