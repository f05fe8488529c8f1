// The technicians' ticket list, in pages, newest update first.
import { type SqlBool, sql } from 'kysely';
import type { DeskTicketSummary, Staff, TicketPage, TicketQuery } from '../../contract/console.ts';
import { unreachable } from '../../contract/primitives.ts';
import { priorityOf } from '../../contract/priority.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { Clock } from '../clock.ts';
import { inScope } from '../staff/scope.ts';
import type { Database } from '../storage/schema.ts';
import { findTickets } from '../storage/text-search.ts';
import type { SearchIndex } from '../tickets/search-index.ts';
import { readWhose, selectWaitingIds } from './attention.ts';

const PAGE = 50;

/** Pages of the index that one search reads: of what it finds, few may be of the caller. */
const MOST_READ = 20;

interface ListParts {
  db: Database;
  clock: Clock;
  searchIndex: Pick<SearchIndex, 'catchUp'>;
}

/** Whose list it is, and of which organisation alone. */
type Reader = Pick<Staff, 'id' | 'organisationIds'> & {
  organisationId: string | undefined;
  /** those whose tickets wait for the reader too, where these are asked for */
  technicianIds: readonly string[];
};

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

/** Returns at most 50 tickets that the caller reaches after the position `after`; an invalid position starts at the first. */
export async function listTickets(
  { db, clock, searchIndex }: ListParts,
  caller: Pick<Staff, 'id' | 'organisationIds'>,
  query: TicketQuery,
): Promise<TicketPage> {
  const technicianIds = query.whose === 'waiting' ? await readWhose(db, clock, caller) : [];
  const { id, organisationIds } = caller;
  const reader = { id, organisationIds, technicianIds, organisationId: query.organisationId };
  return query.search.trim() === ''
    ? readPage(db, reader, query)
    : searchPage(db, searchIndex, reader, query);
}

async function readPage(
  db: Database,
  reader: Reader,
  { show, whose, after }: TicketQuery,
): Promise<TicketPage> {
  let query = selectListed(db, whose, reader);
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

/** Those that the caller reaches and asks for. */
function selectListed(
  db: Database,
  whose: TicketQuery['whose'],
  { id, organisationIds, technicianIds, organisationId }: Reader,
) {
  const seen = selectSummaries(db).where(inScope(organisationIds, 'ticket.organisationId'));
  const listed =
    organisationId === undefined ? seen : seen.where('ticket.organisationId', '=', organisationId);
  return whose === 'waiting'
    ? listed.where('ticket.id', 'in', selectWaitingIds(db, id, technicianIds))
    : listed.where(isOf(whose, id));
}

/** Whose tickets: `nobody` are those without a technician. */
function isOf(whose: Exclude<TicketQuery['whose'], 'waiting'>, callerId: string) {
  switch (whose) {
    case 'all':
      return sql<SqlBool>`1 = 1`;
    case 'mine':
      return sql<SqlBool>`${sql.ref('ticket.technicianId')} = ${callerId}`;
    case 'my-teams':
      return sql<SqlBool>`${sql.ref('ticket.teamId')} in (
        select ${sql.ref('teamId')} from ${sql.table('teamMember')} where ${sql.ref('staffId')} = ${callerId})`;
    case 'followed':
      return sql<SqlBool>`${sql.ref('ticket.id')} in (
        select ${sql.ref('ticketId')} from ${sql.table('ticketFollower')} where ${sql.ref('staffId')} = ${callerId})`;
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
      return sql<SqlBool>`${status} not in ('resolved', 'rejected', 'closed')`;
    case 'resolved':
      return sql<SqlBool>`${status} in ('resolved', 'rejected')`;
    case 'closed':
      return sql<SqlBool>`${status} = 'closed'`;
    default:
      return unreachable(show);
  }
}

/**
 * Of those that the index finds, not all are the caller's: it is read on until there is a page of these. A page holds fewer than others
 * where they are rare; what it leaves out is on the next.
 */
async function searchPage(
  db: Database,
  index: Pick<SearchIndex, 'catchUp'>,
  reader: Reader,
  { show, whose, search: typed, after: start }: TicketQuery,
): Promise<TicketPage> {
  await index.catchUp();
  const found: SummaryRow[] = [];
  let after = start;
  for (let read = 0; read < MOST_READ; read += 1) {
    const { ticketIds, next } = await findTickets(db, { typed, show, after, most: PAGE - found.length });
    if (ticketIds.length > 0)
      found.push(
        ...(await selectListed(db, whose, reader)
          .where('ticket.id', 'in', ticketIds)
          .orderBy('ticket.updatedAt', 'desc')
          .orderBy('ticket.id', 'desc')
          .execute()),
      );
    after = next ?? undefined;
    if (next === null || found.length === PAGE) break;
  }
  return { tickets: await withCategories(db, found), next: after ?? null };
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
