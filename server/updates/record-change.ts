// Records a ticket's change from a backend: differences, new comments, and what follows for its other backend.
import { LIMITS, type TicketStatus } from '../../contract/primitives.ts';
import { isDone } from '../../contract/ticket.ts';
import { instantFrom } from '../clock.ts';
import type { TicketChange } from '../connectors/connector.ts';
import { followPrimary, relayResolution } from '../delivery/relay.ts';
import type { Database, Row } from '../storage/schema.ts';
import { changeLink } from '../tickets/links.ts';
import { pendingFor, recordMove, recordUpdate } from '../tickets/record.ts';
import { selectActsUnderWay } from '../tickets/unsettled.ts';
import { type Audience, type CommentParts, recordComments } from './backend-comments.ts';

export interface ChangeOutcome {
  audience: Audience;
  /** one of our acts was delivered meanwhile: the reported status may be older, and was ignored */
  isUncertain: boolean;
}

type LinkState = Pick<
  Row<'link'>,
  'number' | 'status' | 'backendStatus' | 'technician' | 'solution' | 'toldSeq'
>;

/**
 * Runs in the caller's transaction; repeats are harmless. `hasMoved`: one of our acts was settled since the poll started.
 */
export async function recordChange(
  transaction: Database,
  parts: CommentParts,
  linkId: string,
  change: TicketChange,
  hasMoved: boolean,
): Promise<ChangeOutcome> {
  const at = instantFrom(parts.clock);
  const link = await transaction
    .selectFrom('link')
    .innerJoin('ticket', 'ticket.id', 'link.ticketId')
    .selectAll('link')
    .select(['ticket.status as ticketStatus', 'ticket.pendingReason'])
    .where('link.id', '=', linkId)
    .executeTakeFirstOrThrow();
  const acts = await actsUnderWay(transaction, linkId);
  const isUncertain = hasMoved || acts.includes('sending');
  const merged = mergeChange(link, change, isUncertain);
  const pendingReason = pendingReasonOf(link, change, merged, isUncertain);
  const differs =
    pendingReason !== link.pendingReason ||
    (Object.keys(merged) as (keyof LinkState)[]).some((name) => merged[name] !== link[name]);
  let isSeen = false;
  if (differs) {
    if (link.tier === 1) await recordLinkState(transaction, { ...link, pendingReason }, merged, at);
    else await changeLink(transaction, linkId, merged, at);
    isSeen = link.tier === 1;
  }
  const readers = await recordComments(transaction, parts, link, change.comments, at);
  if (readers === 'everybody') await recordUpdate(transaction, link.ticketId, {}, at);
  if (merged.status !== null && merged.status !== link.status) {
    if (link.tier === 1) {
      await followPrimary(transaction, parts, link.ticketId, {
        to: merged.status,
        by: null,
        solution: merged.solution,
      });
      // not while an act is under way, such as a reopen
    } else if (isDone(merged.status) && !isDone(link.status) && acts.length === 0) {
      isSeen = (await relayResolution(transaction, parts, { ...link, ...merged }, at)) || isSeen;
    }
  }
  const audience = isSeen ? 'everybody' : readers === 'nobody' && differs ? 'staff' : readers;
  return { audience, isUncertain };
}

/** Returns the link's state after the change; unknown values stay. */
function mergeChange(link: Row<'link'>, told: TicketChange, isUncertain: boolean): LinkState {
  const change = isOld(link, told) ? { ...told, status: null, backendStatus: null, solution: null } : told;
  const { number, technician } = change;
  const isMapped = change.status !== null || change.backendStatus === null;
  const reported = isMapped ? (change.status ?? link.status) : null;
  const status = isUncertain ? link.status : reported;
  const solution = change.solution ?? link.solution;
  return {
    number: number ?? link.number,
    status,
    backendStatus: (isUncertain ? null : change.backendStatus) ?? link.backendStatus,
    technician: technician ?? link.technician,
    toldSeq: isUncertain || isOld(link, told) ? link.toldSeq : (told.seq ?? link.toldSeq),
    // a reopened ticket has no solution, even where the backend keeps the old one
    solution: status === null || isDone(status) ? solution : null,
  };
}

type Waiting = Pick<Row<'ticket'>, 'pendingReason'> & { ticketStatus: TicketStatus };

/** Returns what the ticket waits for: what the backend of tier 1 says, or else what staff here said who made it pending. */
function pendingReasonOf(
  link: Row<'link'> & Waiting,
  change: TicketChange,
  { status }: LinkState,
  isUncertain: boolean,
): string | null {
  if (link.tier !== 1 || isUncertain || isOld(link, change) || status === null) return link.pendingReason;
  if (status !== 'pending') return null;
  const told = change.pendingReason?.slice(0, LIMITS.pendingReason).toWellFormed().trim();
  return told || (link.ticketStatus === status ? link.pendingReason : null);
}

/** It came late, or again. */
function isOld({ toldSeq }: Row<'link'>, { seq }: TicketChange): boolean {
  return seq !== undefined && toldSeq !== null && seq <= toldSeq;
}

interface RecordedTicket extends Pick<Row<'ticket'>, 'pendingReason'> {
  ticketId: string;
  ticketStatus: TicketStatus;
}

/** Writes the state that the backend of tier 1 reports. An unmapped status leaves ours as it is. */
async function recordLinkState(
  transaction: Database,
  { ticketId, ticketStatus, pendingReason }: RecordedTicket,
  { status, backendStatus, toldSeq, ...update }: LinkState,
  at: string,
): Promise<void> {
  const link = { status, backendStatus, toldSeq };
  if (status === null) await recordUpdate(transaction, ticketId, update, at, link);
  else {
    const reason = isDone(status) ? update.solution : status === 'pending' ? pendingReason : null;
    const move = { from: ticketStatus, to: status, by: 'backend', name: null, reason } as const;
    const pending = status === 'pending' && pendingReason !== null ? pendingFor(pendingReason) : null;
    await recordMove(transaction, ticketId, move, at, { ...update, pending, link });
  }
}

async function actsUnderWay(transaction: Database, linkId: string): Promise<Row<'delivery'>['state'][]> {
  const rows = await selectActsUnderWay(transaction)
    .select('delivery.state')
    .where('link.id', '=', linkId)
    .execute();
  return rows.map(({ state }) => state);
}
