// The technicians' ticket list, in pages, newest update first.
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { DeskTicketSummary, TicketPage, TicketQuery } from '../../contract/console.ts';
import { fold } from '../../contract/fold.ts';
import { unreachable } from '../../contract/primitives.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { Database, Schema } from '../storage/schema.ts';

const PAGE = 50;

/** Tickets with organisation and requester. */
function selectSummaries(db: Database) {
  return db
    .selectFrom('ticket')
    .innerJoin('organisation', 'organisation.id', 'ticket.organisationId')
    .innerJoin('requester', 'requester.id', 'ticket.requesterId')
    .select([
      'ticket.id',
      'ticket.number',
      'ticket.kind',
      'ticket.title',
      'ticket.status',
      'organisation.name as organisation',
      'requester.fullName as requester',
      'ticket.technician',
      'ticket.createdAt',
      'ticket.dueAt',
      'ticket.updatedAt',
      'ticket.organisationId',
      'ticket.categoryId',
    ]);
}

/** Returns at most 50 tickets after the position `after`; an invalid position starts at the first. */
export async function listTickets(db: Database, { show, search, after }: TicketQuery): Promise<TicketPage> {
  let query = selectSummaries(db);
  if (show === 'open') query = query.where('ticket.status', 'not in', ['resolved', 'closed']);
  else if (show === 'resolved' || show === 'closed') query = query.where('ticket.status', '=', show);
  else if (show !== 'all') unreachable(show);
  const text = fold(search.trim());
  if (text !== '') query = query.where((where) => matches(where, text));
  const [updatedAt, id] = (after ?? '').split('_');
  if (updatedAt && id) {
    query = query.where((where) =>
      where.or([
        where('ticket.updatedAt', '<', updatedAt),
        where.and([where('ticket.updatedAt', '=', updatedAt), where('ticket.id', '<', id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy('ticket.updatedAt', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(PAGE + 1)
    .execute();
  const page = rows.slice(0, PAGE);
  const categoryOf = await readCategories(db, page);
  const tickets = page.map((row) => {
    const { organisationId: _, categoryId: __, ...summary } = row;
    return { ...summary, category: categoryOf(row) };
  });
  return { tickets, next: rows.length > PAGE ? positionOf(tickets.at(-1)) : null };
}

function positionOf(last: DeskTicketSummary | undefined): string | null {
  return last ? `${last.updatedAt}_${last.id}` : null;
}

function matches(where: ExpressionBuilder<Schema, 'ticket' | 'requester'>, text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const columns = ['ticket.number', 'ticket.title', 'requester.fullName', 'requester.email'] as const;
  return where.or(
    columns.map((column) => sql<SqlBool>`fold(${sql.ref(column)}) like ${pattern} escape '\\'`),
  );
}
