// What technicians do on the built-in desk: each act checks the ticket's life, is recorded by updates, and leaves an audit row.
import type { Reply, Resolution, Staff } from '../../contract/console.ts';
import { unadmittedFile } from '../../contract/file-types.ts';
import { LIMITS, MEGABYTE } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Attachment, TicketAct } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Backends, readAbilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Person } from '../connectors/connector.ts';
import { followHome, tellDesks } from '../delivery/between-desks.ts';
import type { EnqueueParts } from '../delivery/enqueue.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { haveArrived } from '../storage/upload-records.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { homeOf } from '../tickets/links.ts';
import { needsApproval } from '../tickets/participants.ts';
import { type BackendFacts, recordFacts, recordReply, statusFacts } from '../tickets/record.ts';
import { deskStatusAfter } from './desk-life.ts';

/**
 * Every act answers not-found for an unknown ticket, transition-not-allowed or ticket-closed where its life forbids it. The
 * status of a ticket that lives on another backend is that backend's: only replies and notes are written here.
 */
export interface Desk {
  /** Makes `staff` the ticket's technician. */
  take(staff: Staff, ticketId: string): Promise<Result<void>>;
  /**
   * Once for each key. attachment-missing where a file of it was not sent by this member of staff; attachment-type-refused and
   * attachments-too-large as for requesters.
   */
  reply(staff: Staff, ticketId: string, reply: Reply): Promise<Result<void>>;
  resolve(staff: Staff, ticketId: string, resolution: Resolution): Promise<Result<void>>;
  close(staff: Staff, ticketId: string): Promise<Result<void>>;
  reopen(staff: Staff, ticketId: string): Promise<Result<void>>;
}

/** Approving is not the desk's: it belongs to the ticket's approver. */
type StaffAct = Exclude<TicketAct, 'approve' | 'reject'>;

interface DeskParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  backends: Backends;
  /** file name endings that may be attached; null admits any */
  fileTypes: readonly string[] | null;
  /** called after something to deliver was committed */
  kickDelivery(): void;
}

export function createDesk(parts: DeskParts): Desk {
  return {
    take: (staff, id) => act(parts, staff, id, 'take', { technician: staff.fullName }),
    resolve: (staff, id, { solution }) => act(parts, staff, id, 'resolve', { solution }),
    close: (staff, id) => act(parts, staff, id, 'close', {}),
    reopen: (staff, id) => act(parts, staff, id, 'reopen', {}),
    reply: (staff, id, reply) => write(parts, staff, id, reply),
  };
}

async function act(
  parts: DeskParts,
  staff: Staff,
  ticketId: string,
  name: StaffAct,
  facts: BackendFacts,
): Promise<Result<void>> {
  const { db, clock, audit, announce, kickDelivery } = parts;
  const abilities = await readAbilities(parts.backends);
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    const { backendId } = await homeOf(transaction, ticketId);
    if (backendId !== BUILT_IN) return err('transition-not-allowed');
    const status = deskStatusAfter(name, ticket.status, await needsApproval(transaction, ticketId));
    if (!status) return err('transition-not-allowed');
    await recordFacts(transaction, ticketId, { ...statusFacts(status), ...facts }, instantFrom(clock));
    const moved = { to: status, by: personOf(staff), solution: facts.solution ?? null };
    await followHome(transaction, { ...parts, abilities }, ticketId, moved);
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

function personOf({ email, fullName }: Staff): Person {
  return { email, fullName };
}

async function write(
  parts: DeskParts,
  staff: Staff,
  ticketId: string,
  { key, ...reply }: Reply,
): Promise<Result<void>> {
  const { db, clock, chance, audit, announce, fileTypes, kickDelivery } = parts;
  const { internal } = reply;
  const admitted = admitFiles(fileTypes, reply.attachments);
  if (!admitted.ok) return admitted;
  const abilities = await readAbilities(parts.backends);
  const result = await onTicket(db, ticketId, async (transaction, ticket) => {
    if (key !== undefined && (await isWritten(transaction, ticketId, key))) return ok(undefined);
    if (ticket.status === 'closed') return err('ticket-closed');
    if (!(await haveArrived(transaction, { staffId: staff.id }, reply.attachments)))
      return err('attachment-missing');
    const comment = { id: key ?? chance.id(), ticketId, authorName: staff.fullName, ...reply };
    await recordReply(transaction, chance, comment, instantFrom(clock));
    if (!internal) await tellOtherDesks(transaction, { ...parts, abilities }, ticketId, comment.id, staff);
    await audit(transaction, {
      staffId: staff.id,
      act: internal ? 'internal-note' : 'reply',
      subject: { kind: 'ticket', id: ticketId },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  // an internal note must not even be noticed by the requester's agents
  if (internal) announce.console('tickets');
  else await announceTicket(db, announce, ticketId);
  return result;
}

/** The built-in desk has what is written on it. */
async function tellOtherDesks(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  commentId: string,
  staff: Staff,
): Promise<void> {
  const home = await homeOf(transaction, ticketId);
  const from = home.backendId === BUILT_IN ? home.id : null;
  await tellDesks(transaction, parts, { ticketId, commentId, author: personOf(staff) }, from);
}

/** Whether the message of this key came before: its answer was lost, or it was sent twice. */
async function isWritten(transaction: Database, ticketId: string, key: string): Promise<boolean> {
  const comment = await transaction
    .selectFrom('comment')
    .select('id')
    .where('id', '=', key)
    .where('ticketId', '=', ticketId)
    .executeTakeFirst();
  return comment !== undefined;
}

function admitFiles(fileTypes: readonly string[] | null, files: readonly Attachment[]): Result<void> {
  const unadmitted = unadmittedFile(fileTypes, files);
  if (unadmitted) return err('attachment-type-refused', { name: unadmitted.name });
  const { attachmentBytesPerCommand: limit } = LIMITS;
  const isTooLarge = files.reduce((sum, { size }) => sum + size, 0) > limit;
  return isTooLarge ? err('attachments-too-large', { limitMegabytes: limit / MEGABYTE }) : ok(undefined);
}

function onTicket(
  db: Database,
  ticketId: string,
  change: (transaction: Database, ticket: Row<'ticket'>) => Promise<Result<void>>,
): Promise<Result<void>> {
  return db.transaction().execute(async (transaction) => {
    const ticket = await transaction
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', ticketId)
      .executeTakeFirst();
    return ticket ? change(transaction, ticket) : err('not-found');
  });
}
