// Technicians' acts on the built-in desk: each checks the ticket's status, records the change, and writes an audit row.
import type { Correction, Reply, Resolution, Staff } from '../../contract/console.ts';
import { firstRefusedFile } from '../../contract/file-types.ts';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Assignment } from '../../contract/teams.ts';
import type { Attachment, Pending, TicketAct } from '../../contract/ticket.ts';
import { needsApproval } from '../approvals/ask.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import { readClosing } from '../backends/closing.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Person } from '../connectors/connector.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import { followPrimary, relayComment } from '../delivery/relay.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { haveArrived } from '../storage/upload-records.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { holderOfKey } from '../tickets/keys.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { tellTechnician } from '../tickets/notices.ts';
import { type Assigned, recordMove, recordReply, type TechnicianComment } from '../tickets/record.ts';
import { choose, chooseTaker } from './assign.ts';
import { correct, nameService } from './correct.ts';
import { deskStatusAfter } from './desk-status.ts';
import { checkMentions, mention } from './followers.ts';
import { onTicket } from './on-ticket.ts';

/**
 * Errors of every act: not-found, and transition-not-allowed or ticket-closed where the status forbids it. Another backend
 * decides the status of its own tickets: only replies and notes are allowed on them here.
 */
export interface Desk {
  /** Makes `staff` the ticket's technician. Error: team-needed. */
  take(staff: Staff, ticketId: string): Promise<Result<void>>;
  /** Errors: team-needed, team-gone, team-has-nobody, technician-not-in-team. */
  assign(staff: Staff, ticketId: string, assignment: Assignment): Promise<Result<void>>;
  /**
   * Idempotent by key. Errors: key-reused for the id of something else, attachment-missing where this member of staff has not
   * uploaded a file;
   * attachment-type-refused and attachments-too-large as for requesters; mention-unknown for somebody who may not see the ticket.
   */
  reply(staff: Staff, ticketId: string, reply: Reply): Promise<Result<void>>;
  /** Error: date-past. */
  setPending(staff: Staff, ticketId: string, pending: Pending): Promise<Result<void>>;
  resume(staff: Staff, ticketId: string): Promise<Result<void>>;
  /** Errors: service-needed, category-not-offered. */
  resolve(staff: Staff, ticketId: string, resolution: Resolution): Promise<Result<void>>;
  /** In every status but closed. Errors: ticket-closed, category-not-offered. */
  correct(staff: Staff, ticketId: string, correction: Correction): Promise<Result<void>>;
  close(staff: Staff, ticketId: string): Promise<Result<void>>;
  reopen(staff: Staff, ticketId: string): Promise<Result<void>>;
}

/** Only the ticket's approver approves or rejects. */
type StaffAct = Exclude<TicketAct, 'approve' | 'reject'>;

interface DeskParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  backends: Backends;
  /** file name extensions that may be attached; null allows any */
  fileTypes: readonly string[] | null;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

export function createDesk(parts: DeskParts): Desk {
  return {
    take: (staff, id) =>
      act(parts, staff, id, 'take', {
        choose: (transaction, ticket) => chooseTaker(transaction, staff, ticket),
      }),
    assign: (staff, id, assignment) =>
      act(parts, staff, id, 'assign', {
        choose: (transaction, ticket) => choose(transaction, staff, ticket, assignment, parts.clock.now()),
      }),
    setPending: (staff, id, pending) => setPending(parts, staff, id, pending),
    resume: (staff, id) => act(parts, staff, id, 'resume', {}),
    resolve: (staff, id, { solution, category }) =>
      act(parts, staff, id, 'resolve', {
        solution,
        before: (transaction, ticket) => nameService(transaction, parts, staff, ticket, category),
      }),
    correct: (staff, id, correction) => correct(parts, staff, id, correction),
    close: (staff, id) => act(parts, staff, id, 'close', {}),
    reopen: (staff, id) => act(parts, staff, id, 'reopen', {}),
    reply: (staff, id, reply) => write(parts, staff, id, reply),
  };
}

interface ActUpdate {
  solution?: string;
  pending?: Pending;
  /** what has to be so first */
  before?(transaction: Database, ticket: Row<'ticket'>): Promise<Result<void>>;
  /** of an act that assigns the ticket */
  choose?(transaction: Database, ticket: Row<'ticket'>): Promise<Result<Assigned>>;
}

async function act(
  parts: DeskParts,
  staff: Staff,
  ticketId: string,
  name: StaffAct,
  { choose: chooseFor, before, ...update }: ActUpdate,
): Promise<Result<void>> {
  const { db, clock, audit, announce, kickDelivery } = parts;
  const capabilities = await readCapabilities(parts.backends);
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    const { backendId } = await primaryLinkOf(transaction, ticketId);
    if (backendId !== BUILT_IN) return err('transition-not-allowed');
    const status = deskStatusAfter(name, ticket.status, await needsApproval(transaction, ticketId));
    if (!status) return err('transition-not-allowed');
    const reason = update.pending?.reason ?? update.solution ?? null;
    const chosen = await chooseFor?.(transaction, ticket);
    if (chosen && !chosen.ok) return chosen;
    const prepared = await before?.(transaction, ticket);
    if (prepared && !prepared.ok) return prepared;
    const closesAt = status === 'resolved' ? await readClosing(transaction, clock) : null;
    const move = { from: ticket.status, to: status, ...byStaff(staff), reason };
    const assigned = chosen && { assigned: chosen.value };
    const recorded = { ...update, closesAt, authorEmail: staff.email, ...assigned };
    await recordMove(transaction, ticketId, move, instantFrom(clock), recorded);
    const moved = { to: status, by: personOf(staff), solution: update.solution ?? null };
    await followPrimary(transaction, { ...parts, capabilities }, ticketId, moved);
    await audit(transaction, {
      staffId: staff.id,
      act: name,
      subject: { kind: 'ticket', id: ticketId },
      details: { from: ticket.status, to: status },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  await announceTicket(db, announce, ticketId);
  return result;
}

async function setPending(
  parts: DeskParts,
  staff: Staff,
  ticketId: string,
  pending: Pending,
): Promise<Result<void>> {
  if (pending.until !== null && Date.parse(pending.until) <= parts.clock.now().getTime())
    return err('date-past');
  return act(parts, staff, ticketId, 'set-pending', { pending });
}

function personOf({ email, fullName }: Staff): Person {
  return { email, fullName };
}

async function write(
  parts: DeskParts,
  staff: Staff,
  ticketId: string,
  { key, mentions, ...reply }: Reply,
): Promise<Result<void>> {
  const { db, clock, chance, audit, announce, fileTypes, kickDelivery } = parts;
  const { internal } = reply;
  const admitted = admitFiles(fileTypes, reply.attachments);
  if (!admitted.ok) return admitted;
  const capabilities = await readCapabilities(parts.backends);
  let organisationId = '';
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    ({ organisationId } = ticket);
    if (key !== undefined && (await isStored(transaction, ticketId, key))) return ok(undefined);
    if (key !== undefined && (await holderOfKey(transaction, key)) !== null) return err('key-reused');
    if (ticket.status === 'closed') return err('ticket-closed');
    if (!(await haveArrived(transaction, { staffId: staff.id }, reply.attachments)))
      return err('attachment-missing');
    const mentioned = internal ? [...new Set(mentions)] : [];
    const mentionable = await checkMentions(transaction, clock, ticket, mentioned);
    if (!mentionable.ok) return mentionable;
    const author = { authorName: staff.fullName, authorEmail: staff.email, staffId: staff.id };
    const comment = { id: key ?? chance.id(), ticketId, ...author, ...reply };
    await recordReply(transaction, chance, comment, instantFrom(clock));
    await mention(transaction, comment, mentioned, instantFrom(clock));
    for (const id of mentioned) await tellTechnician(transaction, mentionOf(comment, instantFrom(clock)), id);
    if (!internal) await relayReply(transaction, { ...parts, capabilities }, ticketId, comment.id, staff);
    await audit(transaction, {
      staffId: staff.id,
      act: internal ? 'internal-note' : 'reply',
      subject: { kind: 'ticket', id: ticketId },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  // the requester's agents must not notice an internal note
  if (internal) announce.console('tickets', organisationId);
  else await announceTicket(db, announce, ticketId);
  return result;
}

/** What a mentioned member of the staff is told. */
function mentionOf(
  {
    id,
    ticketId,
    authorName,
    authorEmail,
  }: Pick<TechnicianComment, 'id' | 'ticketId' | 'authorName' | 'authorEmail'>,
  at: string,
) {
  return { event: 'mentioned', ticketId, key: id, commentId: id, at, authorName, authorEmail } as const;
}

/** Relays a reply to the ticket's other backends; the built-in desk has it already. */
async function relayReply(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  commentId: string,
  staff: Staff,
): Promise<void> {
  const primary = await primaryLinkOf(transaction, ticketId);
  const from = primary.backendId === BUILT_IN ? primary.id : null;
  await relayComment(transaction, parts, { ticketId, commentId, author: personOf(staff) }, from);
}

/** Whether the reply of this key is stored already: it was sent twice, or its answer was lost. */
async function isStored(transaction: Database, ticketId: string, key: string): Promise<boolean> {
  const comment = await transaction
    .selectFrom('comment')
    .select('id')
    .where('id', '=', key)
    .where('ticketId', '=', ticketId)
    .executeTakeFirst();
  return comment !== undefined;
}

function admitFiles(fileTypes: readonly string[] | null, files: readonly Attachment[]): Result<void> {
  const unadmitted = firstRefusedFile(fileTypes, files);
  if (unadmitted) return err('attachment-type-refused', { name: unadmitted.name });
  const { attachmentBytesPerCommand: limit } = LIMITS;
  const isTooLarge = files.reduce((sum, { size }) => sum + size, 0) > limit;
  return isTooLarge ? err('attachments-too-large', { limitMegabytes: limit / MEGABYTE }) : ok(undefined);
}
