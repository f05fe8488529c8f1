// Brings pending tickets back whose date has come.
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, instantFrom, MINUTE } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { byGuichet } from '../tickets/history.ts';
import { recordMove } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';

/** Tickets looked for at once. */
const AT_ONCE = 100;

interface PendingParts {
  db: Database;
  clock: Clock;
  announce: Announce;
  log: FastifyBaseLogger;
}

/** Looks once a minute, at once first. Returns a function that waits for a running look and stops. */
export function startPendingOver(parts: PendingParts): () => Promise<void> {
  let cancel = () => {};
  let look = Promise.resolve();
  function begin(): void {
    cancel = parts.clock.after(MINUTE, begin);
    look = look
      .then(() => resumeAll(parts))
      .catch((failure: unknown) => {
        parts.log.error({ err: failure }, 'pending tickets could not be resumed and will be in a minute');
      });
  }
  begin();
  return async () => {
    cancel();
    await look;
  };
}

async function resumeAll(parts: PendingParts): Promise<void> {
  for (;;) {
    const due = await parts.db
      .selectFrom('ticket')
      .select('id')
      .where('pendingUntil', '<=', instantFrom(parts.clock))
      .orderBy('pendingUntil')
      .limit(AT_ONCE)
      .execute();
    for (const { id } of due) await resume(parts, id);
    if (due.length < AT_ONCE) return;
  }
}

async function resume({ db, clock, announce }: PendingParts, ticketId: string): Promise<void> {
  const isResumed = await db.transaction().execute(async (transaction) => {
    await takeTicket(transaction, ticketId);
    const now = instantFrom(clock);
    // staff or an answer may have been faster, or have given it another date
    const ticket = await transaction
      .selectFrom('ticket')
      .select('status')
      .where('id', '=', ticketId)
      .where('pendingUntil', '<=', now)
      .executeTakeFirst();
    if (ticket) await recordMove(transaction, ticketId, byGuichet(ticket.status, 'assigned'), now);
    return ticket !== undefined;
  });
  if (isResumed) await announceTicket(db, announce, ticketId);
}
