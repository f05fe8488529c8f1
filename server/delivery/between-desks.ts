// Keeps the two desks of a ticket together: what one says is told to the other, a resolution comes back, tier 1 is followed.

import type { TicketStatus } from '../../contract/primitives.ts';
import { isDone } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import type { Person } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { homeOf, linkOf, linksOf } from '../tickets/links.ts';
import { recordFacts } from '../tickets/record.ts';
import { type EnqueueParts, enqueueComment, enqueueText, enqueueTransition } from './enqueue.ts';

/** A technician is known by name only. */
export function technicianOf(fullName: string): Person {
  return { email: '', fullName };
}

/** Delivers a comment to every desk of the ticket but the one it came from; null for one that was written here. */
export async function tellDesks(
  transaction: Database,
  parts: EnqueueParts,
  comment: { ticketId: string; commentId: string; author: Person },
  from: string | null,
): Promise<void> {
  for (const link of await linksOf(transaction, comment.ticketId)) {
    if (link.id !== from) await enqueueComment(transaction, parts, link, comment);
  }
}

/**
 * Tier 2 has resolved the ticket: tier 1 is resolved with its solution. Where nobody can resolve it from here, its staff
 * read the solution as a comment. Answers whether the ticket itself changed.
 */
export async function bringResolutionBack(
  transaction: Database,
  parts: EnqueueParts,
  { ticketId, technician, solution, number }: Row<'link'>,
  at: string,
): Promise<boolean> {
  const home = await homeOf(transaction, ticketId);
  const { status } = await transaction
    .selectFrom('ticket')
    .select('status')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  if (isDone(status) || status === 'rejected' || status === 'waiting_for_approval') return false;
  const text = solution ?? '';
  if (home.backendId === BUILT_IN) {
    await recordFacts(transaction, ticketId, { status: 'resolved', solution: solution || null }, at);
    return true;
  }
  if (parts.abilities.of(home.backendId).resolve) {
    await enqueueTransition(transaction, parts, home, { act: 'resolve', by: null, solution: text });
  } else if (text !== '') {
    await enqueueText(transaction, parts, home, {
      author: technicianOf(technician ?? number ?? '?'),
      body: text,
    });
  }
  return false;
}

/**
 * The staff of tier 1 have moved the ticket: tier 2 is resolved, closed or reopened as well, where its own status allows.
 * `by` is null when it is not known who did it.
 */
export async function followHome(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  { to, by, solution }: { to: TicketStatus; by: Person | null; solution: string | null },
): Promise<void> {
  const away = await linkOf(transaction, ticketId, 2);
  if (!away) return;
  if (to === 'closed' && away.status === 'resolved') {
    await enqueueTransition(transaction, parts, away, { act: 'close', by });
  } else if (to === 'resolved' && !isDone(away.status)) {
    await enqueueTransition(transaction, parts, away, { act: 'resolve', by, solution: solution ?? '' });
  } else if (!isDone(to) && away.status === 'resolved') {
    await enqueueTransition(transaction, parts, away, { act: 'reopen', by });
  }
}
