// Technicians' acts on the built-in desk: each checks the ticket's status, records the change, and writes an audit row.
import type { Correction, Reply, Resolution, Staff } from '../../contract/console.ts';
import { firstRefusedFile } from '../../contract/file-types.ts';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Assignment } from '../../contract/teams.ts';
import type { Attachment, Pending, TicketAct } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import { readClosing } from '../backends/closing.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import { followPrimary } from '../delivery/relay.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { haveArrived } from '../storage/upload-records.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { holderOfKey } from '../tickets/keys.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import { tellMembers } from '../tickets/notices.ts';
import { type Assigned, recordMove, recordReply, type TechnicianComment } from '../tickets/record.ts';
import { whyNot } from '../tickets/why-not.ts';
import { choose, chooseTaker } from './assign.ts';
import { correct, nameService } from './correct.ts';
import { deskStatusAfter, readDeskStatus } from './desk-status.ts';
import { moveElsewhere, noteElsewhere, personOf } from './elsewhere.ts';
import { checkMentions, mention } from './followers.ts';
import { onTicket } from './on-ticket.ts';
import { replyInPublic } from './public-reply.ts';

/**
 * Errors of every act: not-found, and transition-not-allowed or ticket-closed where the status forbids it. On a ticket of another
 * backend also done-there and act-under-way (elsewhere.ts): the status changes once that backend says so.
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
  const enqueueing = { ...parts, capabilities: await readCapabilities(parts.backends) };
  const auditMove = (transaction: Database, details: Record<string, string>) =>
    audit(transaction, {
      staffId: staff.id,
      act: name,
      subject: { kind: 'ticket', id: ticketId },
      details,
    });
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    const link = await primaryLinkOf(transaction, ticketId);
    if (link.backendId !== BUILT_IN) {
      const moved = { ...update, ...(chooseFor && { choose: () => chooseFor(transaction, ticket) }) };
      const sent = await moveElsewhere(transaction, enqueueing, staff, link, ticket, name, moved);
      if (sent.ok) await auditMove(transaction, { backend: link.backendId });
      return sent;
    }
    const status = deskStatusAfter(name, ticket.status, await readDeskStatus(transaction, ticketId));
    if (!status) return err('transition-not-allowed', whyNot(name, ticket.status));
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
    await followPrimary(transaction, enqueueing, ticketId, moved);
    await auditMove(transaction, { from: ticket.status, to: status });
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
  const enqueueing = { ...parts, capabilities: await readCapabilities(parts.backends) };
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
    const { attachments, body } = reply;
    const comment = { id: key ?? chance.id(), ticketId, body, attachments };
    if (internal) await note(transaction, enqueueing, staff, ticket, { ...comment, mentioned });
    else await replyInPublic(transaction, enqueueing, staff, comment);
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

type Note = Pick<TechnicianComment, 'id' | 'ticketId' | 'body' | 'attachments'> & {
  /** ids of the staff who are told of it */
  mentioned: string[];
};

/** Stores an internal note, in the caller's transaction. */
async function note(
  transaction: Database,
  parts: EnqueueParts,
  staff: Staff,
  ticket: Row<'ticket'>,
  { mentioned, ...written }: Note,
): Promise<void> {
  const { clock } = parts;
  const [at, { fullName: authorName, email: authorEmail }] = [instantFrom(clock), staff];
  const comment = { ...written, authorName, authorEmail, staffId: staff.id, internal: true };
  await recordReply(transaction, comment, at);
  await mention(transaction, comment, mentioned, at);
  const { id, ticketId } = comment;
  const happened = { ticketId, key: id, commentId: id, at, authorName, authorEmail };
  await tellMembers(transaction, { event: 'mentioned', ...happened }, mentioned);
  await noteElsewhere(transaction, parts, staff, ticket, id);
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
