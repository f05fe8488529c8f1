// The technicians' ticket list, in pages, newest update first.
import { type SqlBool, sql } from 'kysely';
import type { DeskTicketSummary, TicketPage, TicketQuery } from '../../contract/console.ts';
import { unreachable } from '../../contract/primitives.ts';
import { priorityOf } from '../../contract/priority.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { Database } from '../storage/schema.ts';
import { findTickets } from '../storage/text-search.ts';
import type { SearchIndex } from '../tickets/search-index.ts';

const PAGE = 50;

/** Tickets with organisation and requester. */
function selectSummaries(db: Database) {
  return db
    .selectFrom('ticket')
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .leftJoin('team', 'team.id', 'ticket.teamId')
    .select([
      'ticket.id',
      'ticket.number',
      'ticket.kind',
      'ticket.title',
      'ticket.status',
      'organisation.name as organisation',
      'requester.fullName as requester',
      'ticket.technician',
      'team.name as team',
      'ticket.createdAt',
      'ticket.dueAt',
      'ticket.updatedAt',
      'ticket.organisationId',
      'ticket.categoryId',
      'ticket.serviceId',
      'ticket.impact',
      'ticket.urgency',
      'ticket.priority',
    ]);
}

/** Returns at most 50 tickets after the position `after`; an invalid position starts at the first. */
export function listTickets(
  db: Database,
  index: Pick<SearchIndex, 'catchUp'>,
  callerId: string,
  query: TicketQuery,
): Promise<TicketPage> {
  return query.search.trim() === '' ? readPage(db, callerId, query) : searchPage(db, index, callerId, query);
}

async function readPage(
  db: Database,
  callerId: string,
  { show, whose, after }: TicketQuery,
): Promise<TicketPage> {
  let query = selectSummaries(db).where(isOf(whose, callerId));
  if (show !== 'all') query = query.where(isShown(show));
  const [updatedAt, id] = (after ?? '').split('_');
  if (updatedAt && id) {
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('ticket.updatedAt', 'ticket.id'), '<', tuple(updatedAt, id)),
    );
  }
  const rows = await query
    .orderBy('ticket.updatedAt', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(PAGE + 1)
    .execute();
  const tickets = await withCategories(db, rows.slice(0, PAGE));
  return { tickets, next: rows.length > PAGE ? positionOf(tickets.at(-1)) : null };
}

/** Whose tickets: `nobody` are those without a technician. */
function isOf(whose: TicketQuery['whose'], callerId: string) {
  switch (whose) {
    case 'all':
      return sql<SqlBool>`1 = 1`;
    case 'mine':
      return sql<SqlBool>`${sql.ref('ticket.technicianId')} = ${callerId}`;
    case 'my-teams':
      return sql<SqlBool>`${sql.ref('ticket.teamId')} in (
        select ${sql.ref('teamId')} from ${sql.table('teamMember')} where ${sql.ref('staffId')} = ${callerId})`;
    case 'nobody':
      return sql<SqlBool>`${sql.ref('ticket.technician')} is null`;
    default:
      return unreachable(whose);
  }
}

/** As the partial indexes say it: a database uses them for the same words only, not for parameters. */
function isShown(show: Exclude<TicketQuery['show'], 'all'>) {
  const status = sql.ref('ticket.status');
  switch (show) {
    case 'open':
      return sql<SqlBool>`${status} not in ('resolved', 'closed')`;
    case 'resolved':
      return sql<SqlBool>`${status} = 'resolved'`;
    case 'closed':
      return sql<SqlBool>`${status} = 'closed'`;
    default:
      return unreachable(show);
  }
}

/** Of those that the index finds, not all are of the caller: a page may hold fewer than others, or none before the last. */
async function searchPage(
  db: Database,
  index: Pick<SearchIndex, 'catchUp'>,
  callerId: string,
  { show, whose, search: typed, after }: TicketQuery,
): Promise<TicketPage> {
  await index.catchUp();
  const { ticketIds, next } = await findTickets(db, { typed, show, after, most: PAGE });
  if (ticketIds.length === 0) return { tickets: [], next: null };
  const rows = await selectSummaries(db)
    .where('ticket.id', 'in', ticketIds)
    .where(isOf(whose, callerId))
    .orderBy('ticket.updatedAt', 'desc')
    .orderBy('ticket.id', 'desc')
    .execute();
  return { tickets: await withCategories(db, rows), next };
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectSummaries>['execute']>>[number];

async function withCategories(db: Database, rows: readonly SummaryRow[]): Promise<DeskTicketSummary[]> {
  const categoryOf = await readCategories(db, rows);
  return rows.map((row) => {
    const { organisationId: _, categoryId: __, serviceId: ___, impact, urgency, ...summary } = row;
    return {
      ...summary,
      category: categoryOf(row),
      priority: row.priority ?? priorityOf(impact, urgency),
    };
  });
}

function positionOf(last: DeskTicketSummary | undefined): string | null {
  return last ? `${last.updatedAt}_${last.id}` : null;
}
