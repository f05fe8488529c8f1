// Hands a ticket over to a second backend: a copy of the request goes there, and both stay linked.
import type { HandOver } from '../../contract/backends.ts';
import type { DeskTicket, Staff, StaffScope } from '../../contract/console.ts';
import type { TicketStatus } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import { needsApproval } from '../approvals/ask.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import { isBackendSeen } from '../backends/seen-backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import { type EnqueueParts, enqueueComment, enqueueTicket } from '../delivery/enqueue.ts';
import type { Audit } from '../staff/audit.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { byStaff } from '../tickets/history.ts';
import { linkOf, linksOf, makeLink } from '../tickets/links.ts';
import { recordMove, recordReply } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { whyNot } from '../tickets/why-not.ts';
import { chooseTaker } from './assign.ts';

export interface HandOverParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  audit: Audit;
  announce: Announce;
  backends: Backends;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/** Statuses that allow a hand-over: not while waiting for approval, and not once done. */
const OPEN: readonly TicketStatus[] = ['new', 'approved', 'assigned', 'pending'];

/**
 * Commits the link, its deliveries, the note and the audit row in one transaction. Errors: not-found for an unknown ticket
 * or backend, already-handed-over, transition-not-allowed where the ticket is not open or is on that backend already,
 * and team-needed as for taking a ticket.
 */
export async function handOver(
  parts: HandOverParts,
  staff: Staff,
  ticketId: string,
  { backendId, note }: HandOver,
): Promise<Result<void>> {
  const { db, audit, announce, kickDelivery } = parts;
  const enqueueing = { ...parts, capabilities: await readCapabilities(parts.backends) };
  const result = await db.transaction().execute(async (transaction): Promise<Result<void>> => {
    const ticket = await readTicket(transaction, ticketId);
    if (!ticket) return err('not-found');
    await takeTicket(transaction, ticketId);
    if (await linkOf(transaction, ticketId, 2)) return err('already-handed-over');
    const open = await readHandOverTo(transaction, staff.organisationIds, ticket);
    if (!open.some(({ id }) => id === backendId)) {
      const isThere = await isBackend(transaction, staff.organisationIds, backendId);
      if (!isThere) return err('not-found');
      const isOfStatus = open.length === 0 && backendId !== BUILT_IN;
      return err('transition-not-allowed', isOfStatus ? whyNot('hand-over', ticket.status) : {});
    }
    const assigned = await assign(transaction, parts, ticket, staff);
    if (!assigned.ok) return assigned;
    await copyTo(transaction, enqueueing, ticketId, { backendId, note });
    if (note !== '') await recordNote(transaction, parts, ticketId, staff, note);
    await audit(transaction, {
      staffId: staff.id,
      act: 'hand-over',
      subject: { kind: 'ticket', id: ticketId },
      details: { backend: backendId },
    });
    return ok(undefined);
  });
  if (!result.ok) return result;
  kickDelivery();
  await announceTicket(db, announce, ticketId);
  return result;
}

/** Returns the backends of the scope that a ticket can be handed to: none after a hand-over or while it is not open. */
export async function readHandOverTo(
  db: Database,
  scope: StaffScope,
  { id, status }: Pick<Row<'ticket'>, 'id' | 'status'>,
): Promise<DeskTicket['handOverTo']> {
  const links = await linksOf(db, id);
  if (links.length > 1 || !OPEN.includes(status)) return [];
  // `new` until the built-in desk has set waiting_for_approval
  if (status === 'new' && (await needsApproval(db, id))) return [];
  return db
    .selectFrom('backend')
    .select(['id', 'name'])
    .where('id', 'not in', [BUILT_IN, ...links.map(({ backendId }) => backendId)])
    .where(isBackendSeen(scope))
    .orderBy('name')
    .execute();
}

function readTicket(db: Database, id: string): Promise<Row<'ticket'> | undefined> {
  return db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirst();
}

async function isBackend(db: Database, scope: StaffScope, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('backend')
    .select('id')
    .where('id', '=', id)
    .where(isBackendSeen(scope))
    .executeTakeFirst();
  return row !== undefined;
}

/** Assigns an unassigned ticket of the built-in desk to the technician who hands it over. Error: team-needed. */
async function assign(
  transaction: Database,
  { clock }: HandOverParts,
  ticket: Row<'ticket'>,
  staff: Staff,
): Promise<Result<void>> {
  const { id, status } = ticket;
  const primary = await linkOf(transaction, id, 1);
  if (primary?.backendId !== BUILT_IN || (status !== 'new' && status !== 'approved')) return ok(undefined);
  const taker = await chooseTaker(transaction, staff, ticket);
  if (!taker.ok) return taker;
  const move = { from: status, to: 'assigned', ...byStaff(staff), reason: null } as const;
  const assigned = { assigned: taker.value, authorEmail: staff.email };
  await recordMove(transaction, id, move, instantFrom(clock), assigned);
  return ok(undefined);
}

/** Enqueues the request with its files, then all public comments. */
async function copyTo(
  transaction: Database,
  parts: EnqueueParts,
  ticketId: string,
  { backendId, note }: HandOver,
): Promise<void> {
  const id = parts.chance.id();
  const link = { id, ticketId, backendId, tier: 2 } as const;
  await makeLink(transaction, parts.clock, link);
  // a new key: both backends may be one system, where the ticket's own key is in use
  await enqueueTicket(transaction, parts, link, { key: id, note });
  const comments = await transaction
    .selectFrom('comment')
    .leftJoin('command', 'command.key', 'comment.id')
    .leftJoin('deskMail', 'deskMail.commentId', 'comment.id')
    .leftJoin('requester', (join) =>
      join.on((on) =>
        on.or([
          on('requester.id', '=', on.ref('command.requesterId')),
          on('requester.id', '=', on.ref('deskMail.requesterId')),
        ]),
      ),
    )
    .select(['comment.id', 'comment.authorName', 'requester.email'])
    .where('comment.ticketId', '=', ticketId)
    .where('comment.internal', '=', 0)
    .orderBy('comment.ordinal')
    .execute();
  for (const { id: commentId, authorName: fullName, email } of comments) {
    await enqueueComment(transaction, parts, link, { commentId, author: { email: email ?? '', fullName } });
  }
}

async function recordNote(
  transaction: Database,
  { clock, chance }: HandOverParts,
  ticketId: string,
  { id: staffId, fullName: authorName, email: authorEmail }: Staff,
  body: string,
): Promise<void> {
  const comment = {
    ...{ id: chance.id(), ticketId, authorName, authorEmail, staffId, body },
    ...{ internal: true, attachments: [] },
  };
  await recordReply(transaction, comment, instantFrom(clock));
}
