// The approval of a ticket whose category, requester or organisation staff corrected: one that was asked for, or given, for something
// else does not count.
import type { Staff } from '../../contract/console.ts';
import type { Requester } from '../../contract/enrolment.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { firstApprover } from '../approvals/approvers.ts';
import { askInstead, findApproval, forgetApproval, needApproval } from '../approvals/ask.ts';
import { findEntry } from '../catalogue/read-catalogue.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { byStaff } from '../tickets/history.ts';
import { readParticipants, removeApprovers } from '../tickets/participants.ts';
import { recordAsked, recordMove } from '../tickets/record.ts';
import { readDeskStatus } from './desk-status.ts';

interface ApprovalParts {
  clock: Clock;
  chance: Chance;
}

/** Statuses in which a ticket that needs another approval waits for it. A rejected or resolved one does once it is reopened. */
const UNFINISHED: readonly TicketStatus[] = ['new', 'assigned', 'pending', 'approved'];

/**
 * Asks whom the corrected ticket's category names, where nobody was asked, or somebody else, or its present requester. A ticket
 * that waits, and whose category asks nobody, needs no approval any more: it is new, or in the queue of its team.
 * Returns the ids of those who were asked before.
 */
export async function askAfterCorrection(
  transaction: Database,
  parts: ApprovalParts,
  staff: Staff,
  ticketId: string,
): Promise<string[]> {
  const ticket = await transaction
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow();
  const { status: from } = ticket;
  const at = instantFrom(parts.clock);
  const needed = await readNeeded(transaction, ticket);
  if (needed.isOwedNoMore) {
    await forgetApproval(transaction, ticketId);
    return removeApprovers(transaction, ticketId);
  }
  if (needed.isOver) return release(transaction, staff, ticket, at);
  if (needed.isCovered) return [];
  const move = { from, ...byStaff(staff), reason: null };
  if (!needed.isNeeded) return [];
  await needApproval(transaction, parts, ticket, needed.named);
  const former = await askInstead(transaction, parts, ticket, needed.person);
  const to = UNFINISHED.includes(from) ? 'waiting_for_approval' : from;
  if (to !== from) await recordMove(transaction, ticketId, { ...move, to }, at);
  const asked = needed.person?.fullName;
  if (asked !== undefined && to === 'waiting_for_approval')
    await recordAsked(transaction, { id: ticketId, status: to }, { ...byStaff(staff), asked }, at);
  return former;
}

/** The ticket waits for nobody's approval any more. */
async function release(
  transaction: Database,
  staff: Staff,
  { id, status: from, teamId }: Row<'ticket'>,
  at: string,
): Promise<string[]> {
  const former = await removeApprovers(transaction, id);
  await forgetApproval(transaction, id);
  const move = { from, ...byStaff(staff), reason: null };
  const team =
    teamId === null
      ? null
      : await transaction
          .selectFrom('team')
          .select('name')
          .where('id', '=', teamId)
          .executeTakeFirstOrThrow();
  if (team === null) await recordMove(transaction, id, { ...move, to: 'new' }, at);
  else
    await recordMove(transaction, id, { ...move, to: 'assigned' }, at, {
      assigned: { teamId, team: team.name, technicianId: null, technician: null },
    });
  return former;
}

interface Needed {
  /** the ticket waits, and its category asks nobody */
  isOver: boolean;
  /** it was to wait once it is reopened, and its category asks nobody now */
  isOwedNoMore: boolean;
  isNeeded: boolean;
  /** the approval that was asked for, or given, is the one that it needs */
  isCovered: boolean;
  /** address of whom the category asks; null for nobody */
  named: string | null;
  person: Requester | null;
}

async function readNeeded(transaction: Database, ticket: Row<'ticket'>): Promise<Needed> {
  const { id, organisationId, categoryId, requesterId } = ticket;
  const approval = await findApproval(transaction, id);
  const entry = categoryId === null ? null : await findEntry(transaction, organisationId, categoryId);
  const rule = entry?.approver ?? null;
  const person = rule === null ? null : await firstApprover(transaction, ticket, rule);
  const participants = (await readParticipants(transaction, [id])).get(id) ?? [];
  const isOwn = participants.some((one) => one.role === 'approver' && one.requesterId === requesterId);
  const isSame = rule === null || (person !== null && person.email === approval?.named);
  return {
    isOver: rule === null && ticket.status === 'waiting_for_approval',
    isOwedNoMore: rule === null && (await readDeskStatus(transaction, id)).owesApproval,
    isNeeded: rule !== null || approval !== null,
    isCovered: approval !== null && isSame && !isOwn,
    named: rule === null ? (approval?.named ?? null) : (person?.email ?? null),
    person,
  };
}
