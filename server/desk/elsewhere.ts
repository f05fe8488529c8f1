// Acts of staff here on a ticket that lives on another backend: they are delivered there, and its status changes once it says so.
import type { Staff } from '../../contract/console.ts';
import { ActElsewhere, actsIn, type Elsewhere, type MoveElsewhere } from '../../contract/elsewhere.ts';
import { unreachable } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Pending } from '../../contract/ticket.ts';
import { BUILT_IN } from '../backends/backend-store.ts';
import type { Backends } from '../backends/backends.ts';
import type { Person } from '../connectors/connector.ts';
import { CONTENTS } from '../delivery/content.ts';
import {
  type EnqueueParts,
  enqueueNote,
  enqueueStaffAct,
  type StaffActContent,
} from '../delivery/enqueue.ts';
import type { Database, Row } from '../storage/schema.ts';
import { primaryLinkOf } from '../tickets/links.ts';
import type { Assigned } from '../tickets/record.ts';
import { selectActsUnderWay } from '../tickets/unsettled.ts';

type Link = Pick<Row<'link'>, 'id' | 'ticketId' | 'backendId' | 'status' | 'backendStatus'>;

export interface MoveUpdate {
  solution?: string;
  pending?: Pending;
  /** of an act that assigns the ticket */
  choose?(): Promise<Result<Assigned>>;
}

/**
 * Enqueues the act, in the caller's transaction. Errors: done-there where the backend does not take it from here;
 * transition-not-allowed in this status, and for a pending ticket that comes back by itself; act-under-way while another one
 * is; technician-not-in-team where it is to be assigned to nobody.
 */
export async function moveElsewhere(
  transaction: Database,
  parts: EnqueueParts,
  staff: Staff,
  link: Link,
  ticket: Row<'ticket'>,
  act: MoveElsewhere,
  update: MoveUpdate,
): Promise<Result<void>> {
  const taken = parts.capabilities.of(link.backendId).staff;
  if (!taken[act]) return err('done-there');
  if (!actsIn(taken, shownStatus(link, ticket)).includes(act)) return err('transition-not-allowed');
  if ((await movesUnderWay(transaction, link.id)).length > 0) return err('act-under-way');
  const content = await contentOf(transaction, staff, act, update);
  if (!content.ok) return content;
  await enqueueStaffAct(transaction, parts, link, content.value);
  return ok(undefined);
}

/** Delivers a stored note to the backend that has the ticket, where it takes notes. */
export async function noteElsewhere(
  transaction: Database,
  parts: EnqueueParts,
  staff: Staff,
  ticket: Row<'ticket'>,
  commentId: string,
): Promise<void> {
  const link = await primaryLinkOf(transaction, ticket.id);
  const taken = parts.capabilities.of(link.backendId).staff;
  if (!actsIn(taken, shownStatus(link, ticket)).includes('note')) return;
  await enqueueNote(transaction, parts, link, { commentId, author: personOf(staff) });
}

/** Returns what staff may do here on the ticket; null for one of the built-in desk. */
export async function readElsewhere(
  db: Database,
  backends: Backends,
  ticket: Pick<Row<'ticket'>, 'id' | 'status'>,
): Promise<Elsewhere | null> {
  const link = await primaryLinkOf(db, ticket.id);
  if (link.backendId === BUILT_IN) return null;
  const connector = await backends.connectorOf(link.backendId);
  const { staff } = connector.capabilities;
  const underWay = await movesUnderWay(db, link.id);
  const acts = actsIn(staff, shownStatus(link, ticket));
  return {
    acts: underWay.length > 0 ? acts.filter((act) => act === 'note') : acts,
    lacking: ActElsewhere.options.filter((act) => !staff[act]),
    underWay,
    url: link.ref === null ? null : (connector.addressOf?.(link.ref) ?? null),
  };
}

export function personOf({ email, fullName }: Pick<Staff, 'email' | 'fullName'>): Person {
  return { email, fullName };
}

/** Null where the backend's own status is not mapped to one of ours: it decides. */
function shownStatus(
  { status, backendStatus }: Pick<Link, 'status' | 'backendStatus'>,
  ticket: Pick<Row<'ticket'>, 'status'>,
) {
  return status === null && backendStatus !== null ? null : ticket.status;
}

async function contentOf(
  transaction: Database,
  staff: Staff,
  act: MoveElsewhere,
  { solution = '', pending, choose }: MoveUpdate,
): Promise<Result<StaffActContent>> {
  const by = personOf(staff);
  switch (act) {
    case 'take':
      return ok({ by, act: 'assign', to: by });
    case 'assign':
      return assignment(transaction, by, await choose?.());
    case 'set-pending':
      // only the built-in desk brings tickets back by itself
      if (!pending || pending.until !== null || pending.untilAnswer) return err('transition-not-allowed');
      return ok({ by, act, reason: pending.reason });
    case 'resolve':
      return ok({ by, act, solution });
    case 'resume':
    case 'close':
    case 'reopen':
      return ok({ by, act });
    default:
      return unreachable(act);
  }
}

async function assignment(
  transaction: Database,
  by: Person,
  chosen: Result<Assigned> | undefined,
): Promise<Result<StaffActContent>> {
  if (!chosen?.ok) return chosen ?? err('technician-not-in-team');
  const { technicianId } = chosen.value;
  const to = await transaction
    .selectFrom('staff')
    .select(['email', 'fullName'])
    .where('id', '=', technicianId)
    .executeTakeFirst();
  return to ? ok({ by, act: 'assign', to }) : err('technician-not-in-team');
}

/** Returns the acts of staff that the backend has not carried out yet, oldest first. */
async function movesUnderWay(db: Database, linkId: string): Promise<MoveElsewhere[]> {
  const rows = await selectActsUnderWay(db).select('content').where('link.id', '=', linkId).execute();
  return rows.flatMap(({ content }) => {
    const { byStaff, ...move } = CONTENTS.transition.parse(JSON.parse(content));
    if (!byStaff || move.act === 'approve' || move.act === 'reject') return [];
    const isOwn = move.act === 'assign' && move.to.email === move.by?.email;
    return [isOwn ? 'take' : move.act];
  });
}
