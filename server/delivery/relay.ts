// Synchronises the two backends of a ticket: relays comments both ways, resolutions to tier 1, status changes to tier 2.

import type { TicketStatus } from '../../contract/primitives.ts';
import { isDone, isFinished, type RequesterAct } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { readClosing } from '../backends/closing.ts';
import type { Person } from '../connectors/connector.ts';
import type { Database, Row } from '../storage/schema.ts';
import { linkOf, linksOf, primaryLinkOf } from '../tickets/links.ts';
import { recordMove } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { type EnqueueParts, enqueueComment, enqueueText, enqueueTransition } from './enqueue.ts';

/** Makes a Person of a technician, of whom only the name is known. */
export function technicianOf(fullName: string): Person {
  return { email: '', fullName };
}

/** Enqueues a comment for every backend of the ticket except link `from`, its origin; null for one written here. */
export async function relayComment(
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
 * Enqueues what a participant does to the status. Approvals go to tier 1 only; closing and reopening go to every backend of the ticket,
 * unless it has closed it for good. `key` is that of the command; an act that came otherwise has none.
 */
export async function relayAct(
  transaction: Database,
  parts: EnqueueParts,
  { ticketId, act, by, key }: { ticketId: string; act: RequesterAct; by: Person; key?: string },
): Promise<void> {
  const isShared = act === 'close' || act === 'reopen';
  for (const link of await linksOf(transaction, ticketId)) {
    if (link.tier === 2 && (!isShared || link.status === 'closed')) continue;
    await enqueueTransition(transaction, parts, link, { act, by }, key);
  }
}

/**
 * Called when tier 2 has resolved the ticket: resolves tier 1 with the same solution, or sends the solution as a comment
 * to a backend that cannot be resolved from here. Returns whether the ticket itself changed.
 */
export async function relayResolution(
  transaction: Database,
  parts: EnqueueParts,
  { ticketId, technician, solution, number }: Row<'link'>,
  at: string,
): Promise<boolean> {
  const primary = await primaryLinkOf(transaction, ticketId);
  const status = await takeTicket(transaction, ticketId);
  if (status === null) throw new Error(`there is no ticket ${ticketId}`);
  if (isFinished(status) || status === 'waiting_for_approval') return false;
  const text = solution ?? '';
  if (primary.backendId === BUILT_IN) {
    const move = {
      from: status,
      to: 'resolved',
      by: 'backend',
      name: technician,
      reason: text || null,
    } as const;
    const closesAt = await readClosing(transaction, parts.clock);
    await recordMove(transaction, ticketId, move, at, { solution: text || null, closesAt });
    return true;
  }
  if (parts.capabilities.of(primary.backendId).resolve) {
    await enqueueTransition(transaction, parts, primary, { act: 'resolve', by: null, solution: text });
  } else if (text !== '') {
    await enqueueText(transaction, parts, primary, {
      author: technicianOf(technician ?? number ?? '?'),
      body: text,
    });
  }
  return false;
}

/**
 * Called when the status has changed in tier 1: resolves, closes or reopens tier 2 as well, where its own status allows.
 * `by` is null when the author is unknown.
 */
export async function followPrimary(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  { to, by, solution }: { to: TicketStatus; by: Person | null; solution: string | null },
): Promise<void> {
  const secondary = await linkOf(transaction, ticketId, 2);
  if (!secondary) return;
  if (to === 'closed' && secondary.status === 'resolved') {
    await enqueueTransition(transaction, parts, secondary, { act: 'close', by });
  } else if (to === 'resolved' && !isDone(secondary.status)) {
    await enqueueTransition(transaction, parts, secondary, { act: 'resolve', by, solution: solution ?? '' });
  } else if (!isDone(to) && secondary.status === 'resolved') {
    await enqueueTransition(transaction, parts, secondary, { act: 'reopen', by });
  }
}
