// Asks the approvers of tickets that wait: at once, then every two days; where nobody decides, or has left, somebody beside them. Staff are
// told where nobody can be asked, or nobody will be again.
import { type SqlBool, sql } from 'kysely';
import type { Chance } from '../chance.ts';
import { type Clock, DAY, instantFrom } from '../clock.ts';
import type { Database, Row } from '../storage/schema.ts';
import { type Announce, announceTicket } from '../tickets/announce.ts';
import { tellApprovers, tellTeam, tellTechnician } from '../tickets/notices.ts';
import { type Participant, readParticipants } from '../tickets/participants.ts';
import { recordAsked } from '../tickets/record.ts';
import { takeTicket } from '../tickets/take-ticket.ts';
import { nextApprover } from './approvers.ts';
import { addApprover } from './ask.ts';
import { whoMayDecide } from './who-decides.ts';

/** Between two mails, in milliseconds. */
const ASKED_EVERY = 2 * DAY;
/** The first mail, and reminders for ten days. */
const MOST_TIMES = 6;
/** With this mail another person is asked too: those before have had four days. */
const TOO_LONG = 3;
/** Tickets looked for at once. */
const AT_ONCE = 100;

interface RemindParts {
  db: Database;
  clock: Clock;
  chance: Chance;
  announce: Announce;
}

/** Tells everybody who is to be told now. What it has not told yet, the next call tells. */
export async function askApprovers(parts: RemindParts): Promise<void> {
  const { db } = parts;
  await forgetDecided(db);
  for (;;) {
    const due = await selectDue(db, instantFrom(parts.clock)).select('ticket.id').limit(AT_ONCE).execute();
    for (const { id } of due) await ask(parts, id);
    if (due.length < AT_ONCE) return;
  }
}

/** A ticket that is reopened is asked about as if it never had been. */
async function forgetDecided(db: Database): Promise<void> {
  await db
    .updateTable('approval')
    .set({ timesAsked: 0, askAgainAt: null, stuckSince: null })
    .where('timesAsked', '>', 0)
    .where('ticketId', 'in', ({ selectFrom }) =>
      selectFrom('ticket').select('ticket.id').where('ticket.status', '<>', 'waiting_for_approval'),
    )
    .execute();
}

/** As the partial index says it. */
function selectDue(db: Database, now: string) {
  return db
    .selectFrom('ticket')
    .innerJoin('approval', 'approval.ticketId', 'ticket.id')
    .where(sql<SqlBool>`${sql.ref('ticket.status')} = 'waiting_for_approval'`)
    .where(({ eb, or }) => or([eb('timesAsked', '=', 0), eb('askAgainAt', '<=', now)]))
    .orderBy('ticket.id');
}

async function ask(parts: RemindParts, ticketId: string): Promise<void> {
  const { db, clock, announce } = parts;
  const isAsked = await db.transaction().execute(async (transaction) => {
    await takeTicket(transaction, ticketId);
    const at = instantFrom(clock);
    // somebody may have decided, or have named another person
    const ticket = await selectDue(transaction, at)
      .selectAll('ticket')
      .select(['timesAsked', 'stuckSince'])
      .where('ticket.id', '=', ticketId)
      .executeTakeFirst();
    if (!ticket) return false;
    const times = ticket.timesAsked + 1;
    const approverIds = await approversNow(transaction, parts, ticket, times);
    await tellApprovers(transaction, { ticketId, key: at, at }, approverIds);
    const isAnybody = approverIds.length > 0;
    const isLast = isAnybody && times >= MOST_TIMES;
    const isStuck = isLast || !isAnybody;
    await transaction
      .updateTable('approval')
      .set({
        // whoever is found after that nobody was has had no mail yet
        timesAsked: isAnybody ? times : 1,
        askAgainAt: isLast ? null : instantFrom(clock, ASKED_EVERY),
        stuckSince: isStuck ? (ticket.stuckSince ?? at) : null,
      })
      .where('ticketId', '=', ticketId)
      .execute();
    if (isStuck && ticket.stuckSince === null) await tellStuck(transaction, ticket, at);
    return true;
  });
  if (isAsked) await announceTicket(db, announce, ticketId);
}

/** Tells those whose work the ticket is that they have to choose whom to ask. */
async function tellStuck(
  transaction: Database,
  { id: ticketId, technicianId, teamId }: Row<'ticket'>,
  at: string,
): Promise<void> {
  const nobody = { authorEmail: null, authorName: null };
  const happened = { event: 'approval-stuck', ticketId, key: at, at, ...nobody } as const;
  if (technicianId !== null) await tellTechnician(transaction, happened, technicianId);
  else if (teamId !== null) await tellTeam(transaction, happened, teamId);
}

/** Returns the ids of whom to ask: those who may decide, and somebody beside them where it is time for that. */
async function approversNow(
  transaction: Database,
  parts: RemindParts,
  ticket: Row<'ticket'>,
  times: number,
): Promise<string[]> {
  const participants = (await readParticipants(transaction, [ticket.id])).get(ticket.id) ?? [];
  const asked = participants.filter(({ role }) => role === 'approver');
  const deciding = await whoMayDecide(transaction, ticket, asked);
  const there = deciding.map(({ requesterId }) => requesterId);
  if (there.length > 0 && times < TOO_LONG) return there;
  const added = await addNext(transaction, parts, ticket, asked);
  return added === null ? there : [...there, added];
}

async function addNext(
  transaction: Database,
  parts: RemindParts,
  ticket: Row<'ticket'>,
  asked: readonly Participant[],
): Promise<string | null> {
  const person = await nextApprover(transaction, ticket, asked);
  if (!person) return null;
  const requesterId = await addApprover(transaction, parts, ticket, person);
  await recordAsked(
    transaction,
    ticket,
    { by: 'guichet', name: null, asked: person.fullName },
    instantFrom(parts.clock),
  );
  return requesterId;
}
