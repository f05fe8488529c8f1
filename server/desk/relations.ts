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
import { byStaff, type Move } from '../tickets/history.ts';
import { recordRelated } from '../tickets/record.ts';
import { onTicket } from './on-ticket.ts';
import { findOther } from './other-ticket.ts';

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
 * it. Errors: not-found; those of findOther.
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
    const row = await rowOf(transaction, staff, ticket, relation);
    if (!row.ok) return row;
    await insertRelation(transaction, parts, byStaff(staff), row.value);
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
  staff: Staff,
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
  const other = await findOther(transaction, staff, { id, organisationId }, relation.ticketNumber);
  if (!other.ok) return other;
  const [ticketId = id, otherId = other.value.id] = [id, other.value.id].sort();
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

type By = Pick<Move, 'by' | 'name' | 'staffId'>;

/** Inserts a relation, with the history of both tickets, in the caller's transaction. Does nothing where the two have one. */
export async function insertRelation(
  transaction: Database,
  { clock, chance }: Pick<RelationParts, 'clock' | 'chance'>,
  by: By,
  row: NewRow,
): Promise<void> {
  const at = instantFrom(clock);
  const inserted = await transaction
    .insertInto('ticketRelation')
    .values({ ...row, id: chance.id(), createdAt: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) await recordRelation(transaction, by, { ...row, is: 'made' }, at);
}

/** Writes to the history of those that a relation joins that it was made, or is gone. */
async function recordRelation(
  transaction: Database,
  by: By,
  { ticketId, otherId, announcementId, kind, is }: NewRow & { is: 'made' | 'gone' },
  at: string,
): Promise<void> {
  if (announcementId !== null) {
    const [row] = await readAnnouncements(transaction, [{ announcementId }]);
    if (!row) throw new Error(`there is no announcement ${announcementId}`);
    const how = is === 'made' ? 'announced' : 'unannounced';
    const title = { en: row.titleEn, fr: row.titleFr };
    await recordRelated(transaction, ticketId, by, { how, title }, at);
  }
  if (otherId === null) return;
  const [how, back] =
    kind === 'split'
      ? (['split-into', 'split-from'] as const)
      : is === 'made'
        ? (['linked', 'linked'] as const)
        : (['unlinked', 'unlinked'] as const);
  // in one order: two who link the same two wait for each other once
  const both = [
    { id: ticketId, how, other: otherId },
    { id: otherId, how: back, other: ticketId },
  ].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const one of both) {
    const related = { how: one.how, ticketId: one.other, name: await nameOf(transaction, one.other) };
    await recordRelated(transaction, one.id, by, related, at);
  }
}

async function nameOf(db: Database, ticketId: string): Promise<string> {
  const { number, title } = await db
    .selectFrom('ticket')
    .select(['number', 'title'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  return number ?? title;
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
      .returningAll()
      .executeTakeFirst();
    if (!removed) return err('not-found');
    await recordRelation(transaction, byStaff(staff), { ...removed, is: 'gone' }, instantFrom(parts.clock));
    const subject = { kind: 'ticket', id: ticketId } as const;
    const details = { kind: removed.kind };
    await audit(transaction, { staffId: staff.id, act: 'remove-relation', subject, details });
    return ok(undefined);
  });
  if (result.ok) announce.console('tickets', organisationId);
  return result;
}

/** Removes what links a ticket that goes to another organisation to tickets and announcements that are not of it. A split stays. */
export async function removeRelationsOutside(
  transaction: Database,
  by: By,
  { ticketId, organisationId, at }: { ticketId: string; organisationId: string; at: string },
): Promise<void> {
  const removed = await transaction
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
    .returningAll()
    .execute();
  for (const row of removed) await recordRelation(transaction, by, { ...row, is: 'gone' }, at);
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
  rows: readonly Pick<Row<'ticketRelation'>, 'announcementId'>[],
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
