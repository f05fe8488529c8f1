// Tells staff once of each ticket of the built-in desk whose due date has passed.
import { type SqlBool, sql } from 'kysely';
import { BUILT_IN } from '../backends/backend-store.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';
import { tellTeam, tellTechnician } from '../tickets/notices.ts';
import { takeTicket } from '../tickets/take-ticket.ts';

/** Tickets looked for at once. */
const AT_ONCE = 100;

/** A ticket with another due date is told of again once that has passed. What waits for somebody else is not overdue. */
export async function tellOverdue({ db, clock }: { db: Database; clock: Clock }): Promise<void> {
  const at = instantFrom(clock);
  for (;;) {
    const due = await selectOverdue(db, at).select('ticket.id').limit(AT_ONCE).execute();
    for (const { id } of due) await tell(db, id, at);
    if (due.length < AT_ONCE) return;
  }
}

/** As the partial index says it. */
function selectOverdue(db: Database, at: string) {
  return db
    .selectFrom('ticket')
    .innerJoin('link', (join) =>
      join
        .onRef('link.ticketId', '=', 'ticket.id')
        .on('link.tier', '=', 1)
        .on('link.backendId', '=', BUILT_IN),
    )
    .where(sql<SqlBool>`${sql.ref('ticket.dueAt')} is not null`)
    .where(sql<SqlBool>`${sql.ref('ticket.status')} not in ('resolved', 'closed')`)
    .where('ticket.status', 'in', ['new', 'approved', 'assigned'])
    .where('ticket.dueAt', '<=', at)
    .where(({ eb, or, ref }) =>
      or([eb('overdueTold', 'is', null), eb('overdueTold', '<>', ref('ticket.dueAt'))]),
    )
    .orderBy('ticket.dueAt')
    .orderBy('ticket.id');
}

async function tell(db: Database, ticketId: string, at: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await takeTicket(transaction, ticketId);
    const ticket = await selectOverdue(transaction, at)
      .select(['ticket.technicianId', 'ticket.teamId', 'ticket.dueAt'])
      .where('ticket.id', '=', ticketId)
      .executeTakeFirst();
    if (!ticket) return;
    const { technicianId, teamId, dueAt } = ticket;
    const nobody = { authorEmail: null, authorName: null };
    const happened = { event: 'overdue', ticketId, key: dueAt ?? at, at, ...nobody } as const;
    if (technicianId !== null) await tellTechnician(transaction, happened, technicianId);
    else if (teamId !== null) await tellTeam(transaction, happened, teamId);
    await transaction.updateTable('ticket').set({ overdueTold: dueAt }).where('id', '=', ticketId).execute();
  });
}
