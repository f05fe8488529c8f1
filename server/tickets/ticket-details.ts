// Ticket fields that agents and console share: people, category, answers, due date, satisfaction.
import { priorityOf } from '../../contract/priority.ts';
import type { TicketSnapshot } from '../../contract/ticket.ts';
import { readCategories } from '../catalogue/read-catalogue.ts';
import type { Database, Row } from '../storage/schema.ts';
import type { Participant } from './participants.ts';

type Details = Pick<
  TicketSnapshot,
  | 'contacts'
  | 'approver'
  | 'category'
  | 'answers'
  | 'impact'
  | 'urgency'
  | 'priority'
  | 'priorityReason'
  | 'closesAt'
  | 'satisfaction'
  | 'dueAt'
  | 'pending'
>;

export interface TicketDetails {
  participants: Participant[];
  details: Details;
}

/** Reads the details of tickets whose participants were read, by ticket id. */
export async function readDetails(
  db: Database,
  tickets: readonly { ticket: Row<'ticket'>; participants: Participant[] }[],
): Promise<ReadonlyMap<string, TicketDetails>> {
  const categoryOf = await readCategories(
    db,
    tickets.map(({ ticket }) => ticket),
  );
  return new Map(
    tickets.map(({ ticket, participants }) => [
      ticket.id,
      { participants, details: detailsOf(ticket, participants, categoryOf(ticket)) },
    ]),
  );
}

function detailsOf(
  ticket: Row<'ticket'>,
  participants: readonly Participant[],
  category: Details['category'],
): Details {
  const {
    satisfactionScore: score,
    satisfactionComment,
    pendingReason,
    pendingUntil,
    pendingUntilAnswer,
  } = ticket;
  return {
    contacts: participants
      .filter(({ role }) => role === 'contact')
      .map(({ email, fullName }) => ({ email, fullName })),
    approver: participants.find(({ role }) => role === 'approver')?.fullName ?? null,
    category,
    answers: JSON.parse(ticket.answers) as Details['answers'],
    impact: ticket.impact,
    urgency: ticket.urgency,
    priority: ticket.priority ?? priorityOf(ticket.impact, ticket.urgency),
    priorityReason: ticket.priorityReason,
    closesAt: ticket.closesAt,
    satisfaction: score === null ? null : { score, comment: satisfactionComment ?? '' },
    dueAt: ticket.dueAt,
    pending:
      pendingReason === null
        ? null
        : { reason: pendingReason, until: pendingUntil, untilAnswer: pendingUntilAnswer === 1 },
  };
}
