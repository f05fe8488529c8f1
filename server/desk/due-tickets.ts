// Tickets whose date has come: a pending one comes back, a resolved one closes, an overdue one is told of, and an approver is asked again.
import type { FastifyBaseLogger } from 'fastify';
import type { TicketStatus } from '../../contract/primitives.ts';
import { askApprovers } from '../approvals/remind.ts';
import { type Backends, readCapabilities } from '../backends/backends.ts';
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import { followPrimary } from '../delivery/relay.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { byGuichet } from '../tickets/history.ts';
import { recordMove } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { tellOverdue } from './overdue.ts';

/** Tickets looked for at once. */
const AT_ONCE = 100;

/** The column of a date, and what a ticket becomes when it has come. */
const DATES = { pendingUntil: 'assigned', closesAt: 'closed' } as const satisfies Record<
  string,
  TicketStatus
>;
type DateColumn = keyof typeof DATES;

interface DueParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
  backends: Backends;
  log: FastifyBaseLogger;
  /** called after deliveries were committed */
  kickDelivery(): void;
}

/** Looks once a minute, at once first. Returns a function that waits for a running look and stops. */
export function startDueTickets(parts: DueParts): () => Promise<void> {
  let cancel = () => {};
  let look: Promise<void> | null = null;
  function begin(): void {
    cancel = parts.clock.after(MINUTE, begin);
    // one at a time: a slow one is not followed by all that it made wait
    look ??= moveAll(parts)
      .catch((failure: unknown) => {
        parts.log.error(
          { err: failure },
          'tickets whose date has come could not be moved and will be in a minute',
        );
      })
      .finally(() => {
        look = null;
      });
  }
  begin();
  return async () => {
    cancel();
    await look;
  };
}

async function moveAll(parts: DueParts): Promise<void> {
  for (const column of Object.keys(DATES) as DateColumn[]) await moveAllOf(parts, column);
  await askApprovers(parts);
  await tellOverdue(parts);
}

async function moveAllOf(parts: DueParts, column: DateColumn): Promise<void> {
  for (;;) {
    const due = await parts.db
      .selectFrom('ticket')
      .select('id')
      .where(column, '<=', instantFrom(parts.clock))
      .orderBy(column)
      .limit(AT_ONCE)
      .execute();
    for (const { id } of due) await move(parts, id, column);
    if (due.length < AT_ONCE) return;
  }
}

async function move(parts: DueParts, ticketId: string, column: DateColumn): Promise<void> {
  const { db, clock, announce, kickDelivery } = parts;
  const to = DATES[column];
  const capabilities = await readCapabilities(parts.backends);
  const isMoved = await db.transaction().execute(async (transaction) => {
    await takeTicket(transaction, ticketId);
    const now = instantFrom(clock);
    // staff or an answer may have been faster, or have given it another date
    const ticket = await transaction
      .selectFrom('ticket')
      .select('status')
      .where('id', '=', ticketId)
      .where(column, '<=', now)
      .executeTakeFirst();
    if (!ticket) return false;
    await recordMove(transaction, ticketId, byGuichet(ticket.status, to), now);
    const moved = { to, by: null, solution: null };
    await followPrimary(transaction, { ...parts, capabilities }, ticketId, moved);
    return true;
  });
  if (!isMoved) return;
  kickDelivery();
  await announceTicket(db, announce, ticketId);
}
