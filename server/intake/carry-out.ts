// Carries out one command inside intake's transaction: checks it, then creates or changes the ticket.

import { unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { ActOnTicket, AddComment, Command, JoinTicket, RateTicket } from '../../contract/sync.ts';
import { hasRequesterRights, isDone, mayAct, statusAfter } from '../../contract/ticket.ts';
import { joinableTicket } from '../announcements/in-force.ts';
import { mayDecide } from '../approvals/who-decides.ts';
import type { CapabilitiesByBackend } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { storeAttachments } from '../tickets/attachments.ts';
import { appendComment } from '../tickets/comments.ts';
import { addParticipant, keepJoiner, rolesIn } from '../tickets/participants.ts';
import { holdResolved } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { whyNot, whyNotYou } from '../tickets/why-not.ts';
import type { CommandAuthor } from './command-author.ts';
import { makeTicket } from './new-ticket.ts';
import { takeTicketState } from './ticket-state.ts';

interface CarryOutParts {
  clock: Clock;
  chance: Chance;
  capabilities: CapabilitiesByBackend;
}

/** Who can see the change; `nobody` where nothing changed. */
type Audience = 'everybody' | 'writer' | 'nobody';

/** `entry`: the catalogue entry of a new ticket, if it has one. */
export type CarriedOut = Result<{
  ticketId: string;
  audience: Audience;
  entry: Row<'catalogueEntry'> | null;
}>;

/**
 * Writes nothing when it returns an error. Errors: not-taken-there where the backend does not support the command,
 * ticket-not-found also for somebody who does not take part in the ticket, and those of each kind.
 */
export async function carryOut(
  transaction: Database,
  parts: CarryOutParts,
  author: CommandAuthor,
  command: Command,
): Promise<CarriedOut> {
  switch (command.kind) {
    case 'create-ticket':
      return madeTicket(command.key, await makeTicket(transaction, parts, author, command));
    case 'add-comment':
      return changed(command.body.ticketId, await addComment(transaction, parts, author, command));
    case 'act-on-ticket':
      return changed(command.body.ticketId, await checkAct(transaction, parts, author, command.body));
    case 'rate-ticket':
      return changed(command.body.ticketId, await rate(transaction, parts, author, command.body));
    case 'join-ticket':
      return join(transaction, parts, author, command.body);
    default:
      return unreachable(command);
  }
}

function changed(ticketId: string, result: Result<void>): CarriedOut {
  return result.ok ? ok({ ticketId, audience: 'everybody', entry: null }) : result;
}

function madeTicket(ticketId: string, result: Result<Row<'catalogueEntry'> | null>): CarriedOut {
  return result.ok ? ok({ ticketId, audience: 'everybody', entry: result.value }) : result;
}

/** Writes nothing when it returns an error. Errors: ticket-not-found, ticket-closed, not-taken-there. */
export async function addComment(
  transaction: Database,
  { clock, capabilities }: CarryOutParts,
  { requesterId }: Pick<CommandAuthor, 'requesterId'>,
  { key: id, body: { ticketId, body, attachments } }: { key: string; body: AddComment },
): Promise<Result<void>> {
  const ticket = await takeTicketState(transaction, ticketId, requesterId);
  if (!ticket) return err('ticket-not-found');
  if (ticket.status === 'closed') return err('ticket-closed');
  if (!capabilities.of(ticket.backendId).comments) return err('not-taken-there');
  const { fullName: authorName, email: authorEmail } = await transaction
    .selectFrom('requester')
    .select(['fullName', 'email'])
    .where('id', '=', requesterId)
    .executeTakeFirstOrThrow();
  const comment = { id, ticketId, author: 'requester', authorName, authorEmail, body, internal: 0 } as const;
  await appendComment(transaction, comment, instantFrom(clock));
  await storeAttachments(transaction, { ticketId, commentId: id }, attachments);
  if (ticket.status === 'resolved')
    await holdResolved(transaction, ticketId, { at: instantFrom(clock), authorEmail });
  return ok(undefined);
}

/**
 * Only checks the act: the status changes when the backend has accepted it (tickets/record). Errors: ticket-not-found,
 * act-not-allowed, not-taken-there.
 */
export async function checkAct(
  transaction: Database,
  { capabilities }: Pick<CarryOutParts, 'capabilities'>,
  { requesterId }: Pick<CommandAuthor, 'requesterId'>,
  { ticketId, act }: ActOnTicket,
): Promise<Result<void>> {
  const ticket = await takeTicketState(transaction, ticketId, requesterId);
  if (!ticket) return err('ticket-not-found');
  const decides = act === 'approve' || act === 'reject';
  const isTheirs = ticket.roles.some((role) => mayAct(act, role));
  if (!isTheirs || (decides && !(await mayDecide(transaction, ticketId, requesterId))))
    return err('act-not-allowed', whyNotYou(act));
  if (statusAfter(act, ticket.status) === null) return err('act-not-allowed', whyNot(act, ticket.status));
  return capabilities.of(ticket.backendId).acts.includes(act) ? ok(undefined) : err('not-taken-there');
}

/** Replaces an earlier rating. */
async function rate(
  transaction: Database,
  { clock, capabilities }: CarryOutParts,
  { requesterId }: CommandAuthor,
  { ticketId, score, comment }: RateTicket,
): Promise<Result<void>> {
  const ticket = await takeTicketState(transaction, ticketId, requesterId);
  if (!ticket) return err('ticket-not-found');
  if (!ticket.roles.some(hasRequesterRights)) return err('act-not-allowed', whyNotYou('rate'));
  if (!isDone(ticket.status)) return err('act-not-allowed', whyNot('rate', ticket.status));
  if (!capabilities.of(ticket.backendId).rating) return err('not-taken-there');
  await transaction
    .updateTable('ticket')
    .set({ satisfactionScore: score, satisfactionComment: comment, updatedAt: instantFrom(clock) })
    .where('id', '=', ticketId)
    .execute();
  return ok(undefined);
}

/** Only the joiner is notified: hundreds may join in the same minute. */
async function join(
  transaction: Database,
  { clock }: CarryOutParts,
  { organisationId, requesterId }: CommandAuthor,
  { ticketId, announcementId }: JoinTicket,
): Promise<CarriedOut> {
  const now = instantFrom(clock);
  const joinable = await joinableTicket(transaction, organisationId, announcementId, now);
  if (joinable !== ticketId) return err('announcement-over');
  // it may have been closed since
  if ((await takeTicket(transaction, ticketId)) === 'closed') return err('announcement-over');
  const roles = await rolesIn(transaction, ticketId, requesterId);
  if (roles.some((role) => hasRequesterRights(role) || role === 'joiner')) {
    await keepJoiner(transaction, { ticketId, requesterId, announcementId });
    return ok({ ticketId, audience: 'nobody', entry: null });
  }
  await addParticipant(transaction, { ticketId, requesterId, role: 'contact', announcementId }, now);
  return ok({ ticketId, audience: 'writer', entry: null });
}
