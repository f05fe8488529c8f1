// A ticket still in the outbox, as it will be once the server has created it.
import type { BackendGaps, Catalogue } from '../../contract/catalogue.ts';
import type { Requester } from '../../contract/enrolment.ts';
import { priorityOf } from '../../contract/priority.ts';
import type { CommandBody } from '../../contract/sync.ts';
import { ALL_ABILITIES, type TicketSnapshot } from '../../contract/ticket.ts';
import { categoryOf } from '../catalogue/category.ts';
import type { OutboxEntry } from '../outbox/outbox-store.ts';

/** The author of new tickets, and the catalogue. */
export interface LocalRequester {
  /** null while no address is confirmed */
  me(): Requester | null;
  catalogue(): Catalogue | null;
  /** of new tickets */
  backendGaps(): BackendGaps;
}

/** Null for a command that creates no ticket. */
export function pendingTicket(
  { command }: OutboxEntry,
  localRequester: LocalRequester,
): TicketSnapshot | null {
  if (command.kind !== 'create-ticket') return null;
  const { ticketKind, onBehalfOf, categoryId, facts: _, ...fields } = command.body;
  const { key: id, submittedAt } = command;
  return {
    ...fields,
    ...participants(command.body, localRequester.me()),
    id,
    number: null,
    kind: ticketKind,
    status: 'new',
    approver: null,
    category: categoryOf(localRequester.catalogue(), categoryId),
    technician: null,
    solution: null,
    satisfaction: null,
    createdAt: submittedAt,
    dueAt: null,
    updatedAt: submittedAt,
    comments: [],
    actsUnderWay: [],
    can: { ...ALL_ABILITIES, attach: !localRequester.backendGaps().files.includes(categoryId) },
    team: null,
    pending: null,
    priority: priorityOf(fields.impact, fields.urgency),
    priorityReason: null,
    closesAt: null,
    mergedInto: null,
    statusText: null,
    numberAwaited: false,
    numberDueAt: null,
  };
}

/** A ticket on behalf of another is theirs; the author takes part in it. */
function participants(
  { onBehalfOf, contacts }: CommandBody<'create-ticket'>,
  me: Requester | null,
): Pick<TicketSnapshot, 'you' | 'requester' | 'contacts'> {
  const author = me ?? { email: '', fullName: '' };
  if (!onBehalfOf) return { you: 'requester', requester: author, contacts };
  return { you: 'contact', requester: onBehalfOf, contacts: [...contacts, author] };
}
