// Makes ticket snapshots: a test states only the fields that matter to it.
import { ALL_ABILITIES, type TicketComment, type TicketSnapshot } from '../../contract/ticket.ts';

export const ME = { email: 'requester@example.org', fullName: 'A requester' };
export const COLLEAGUE = { email: 'colleague@example.org', fullName: 'Léa Martin' };

/** Returns a different idempotency key for each number up to 9,999,999. */
export function keyOf(number: number): string {
  return `019c1234-5678-7abc-8def-${String(number).padStart(12, '0')}`;
}

export function ticketOf(changed: Partial<TicketSnapshot> = {}): TicketSnapshot {
  return {
    id: keyOf(1),
    number: 'R-000001',
    kind: 'incident',
    title: 'Printer on fire',
    description: '',
    status: 'new',
    you: 'requester',
    requester: ME,
    contacts: [],
    approver: null,
    category: null,
    answers: [],
    impact: null,
    urgency: null,
    technician: null,
    solution: null,
    team: null,
    priority: null,
    priorityReason: null,
    closesAt: null,
    mergedInto: null,
    pending: null,
    satisfaction: null,
    createdAt: '2026-01-31T09:45:00.000Z',
    dueAt: null,
    updatedAt: '2026-01-31T09:45:00.000Z',
    attachments: [],
    comments: [],
    actsUnderWay: [],
    can: ALL_ABILITIES,
    statusText: null,
    numberAwaited: false,
    numberDueAt: null,
    ...changed,
  };
}

export function commentOf(changed: Partial<TicketComment> = {}): TicketComment {
  return {
    id: '6f1c2f0e-3b0a-4c53-8b8e-0d5a51f6c001',
    author: 'technician',
    authorName: 'A technician',
    body: 'On my way',
    createdAt: '2026-01-31T10:00:00.000Z',
    attachments: [],
    ...changed,
  };
}
