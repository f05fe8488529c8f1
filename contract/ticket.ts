// A ticket as its participants see it, and the transitions between its states.

import { z } from 'zod';
import { EntryId, FieldId } from './catalogue.ts';
import { cleanFileName } from './file-name.ts';
import {
  Bilingual,
  Email,
  FullName,
  IdempotencyKey,
  Impact,
  Instant,
  LIMITS,
  Priority,
  Sha256,
  TicketKind,
  TicketStatus,
  Urgency,
} from './primitives.ts';

/** A file of a ticket or a comment, identified by its content. */
export const Attachment = z.object({
  sha256: Sha256,
  name: z.string().min(1).max(LIMITS.attachmentName).overwrite(cleanFileName),
  mediaType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(127),
  /** bytes */
  size: z.int().min(1),
});
export type Attachment = z.infer<typeof Attachment>;

/** An answer to a field of the category's form: label and value as the requester saw them. */
export const Answer = z.object({
  field: FieldId,
  label: z.string().max(2000),
  value: z.string().min(1).max(LIMITS.answer),
  /** id of the option or address of the person; null for other fields */
  reference: z.string().max(254).nullable(),
});
export type Answer = z.infer<typeof Answer>;

/**
 * How a person takes part in a ticket. All participants read and comment it. A contact has the requester's rights, an
 * approver approves or rejects, and a joiner, who said "me too" to its announcement, may do no more.
 */
export const Participation = z.enum(['requester', 'contact', 'approver', 'joiner']);
export type Participation = z.infer<typeof Participation>;

/** Returns whether they have the requester's rights: to close, to reopen and to rate the ticket. */
export function hasRequesterRights(you: Participation): boolean {
  return you === 'requester' || you === 'contact';
}

/** A rating, from 1 (not at all satisfied) to 4 (very satisfied). iTop's user_satisfaction counts the other way. */
export const Satisfaction = z.object({
  score: z.int().min(1).max(4),
  comment: z.string().max(LIMITS.comment),
});
export type Satisfaction = z.infer<typeof Satisfaction>;

const Participant = z.object({ email: Email, fullName: FullName });

/** A comment as participants see it. */
export const TicketComment = z.object({
  id: z.uuid(),
  author: z.enum(['requester', 'technician']),
  authorName: z.string(),
  body: z.string(),
  createdAt: Instant,
  attachments: z.array(Attachment),
});
export type TicketComment = z.infer<typeof TicketComment>;

/** The acts that change the status of a ticket. */
export const TicketAct = z.enum([
  'take',
  'assign',
  'set-pending',
  'resume',
  'resolve',
  'close',
  'reopen',
  'approve',
  'reject',
]);
export type TicketAct = z.infer<typeof TicketAct>;

/** The acts of participants: requester and contacts close or reopen, the approver approves or rejects. */
export const RequesterAct = TicketAct.extract(['close', 'reopen', 'approve', 'reject']);
export type RequesterAct = z.infer<typeof RequesterAct>;

/** Why a ticket is pending. It comes back when staff resume it, and by itself as said here, whichever happens first. */
export const Pending = z.object({
  /** what it waits for, in words for the requester */
  reason: z.string().trim().min(1).max(LIMITS.pendingReason),
  /** when it comes back by itself; null for no date */
  until: Instant.nullable(),
  /** it comes back when a participant answers */
  untilAnswer: z.boolean(),
});
export type Pending = z.infer<typeof Pending>;

/** What the backend of a ticket accepts from participants. The agent does not offer anything else. */
export const TicketAbilities = z.object({
  acts: z.array(RequesterAct),
  rate: z.boolean(),
  comment: z.boolean(),
  /** true: the backend gets the files or links to them; false: it gets their names, and the files stay in Guichet */
  attach: z.boolean().default(true),
});
export type TicketAbilities = z.infer<typeof TicketAbilities>;

/** The default while the backend of a ticket is unknown, and for servers that send none. */
export const ALL_ABILITIES: TicketAbilities = {
  acts: RequesterAct.options,
  rate: true,
  comment: true,
  attach: true,
};

/** A whole ticket, as the change feed carries it. A later snapshot replaces an earlier one. */
export const TicketSnapshot = z.object({
  /** the idempotency key of the command that created it */
  id: IdempotencyKey,
  /** the backend's number, such as R-000123; null until the backend has created the ticket */
  number: z.string().nullable(),
  kind: TicketKind,
  title: z.string(),
  description: z.string(),
  status: TicketStatus,
  /** how the reader of this snapshot takes part */
  you: Participation,
  requester: Participant,
  contacts: z.array(Participant),
  /** name of the approver; null when no approval is needed */
  approver: z.string().nullable(),
  /** of a subcategory or of a service; `name` is the path, such as "Network > Wi-Fi > No access" */
  category: z.object({ id: EntryId, name: Bilingual }).nullable(),
  answers: z.array(Answer),
  impact: Impact.nullable(),
  urgency: Urgency.nullable(),
  /** null while the impact or the urgency is not known */
  priority: Priority.nullable().default(null),
  /** why staff set another priority than impact and urgency give; null where they did not */
  priorityReason: z.string().nullable().default(null),
  technician: z.string().nullable(),
  /** name of the team; null where it has none, or at another backend */
  team: z.string().nullable().default(null),
  solution: z.string().nullable(),
  /** null unless it is pending, and staff of this server or its backend said why */
  pending: Pending.nullable().default(null),
  /** when a resolved ticket closes by itself; null where it does not */
  closesAt: Instant.nullable().default(null),
  satisfaction: Satisfaction.nullable(),
  createdAt: Instant,
  dueAt: Instant.nullable(),
  updatedAt: Instant,
  attachments: z.array(Attachment),
  comments: z.array(TicketComment),
  /** keys of the accepted `act-on-ticket` commands that the backend has not carried out yet */
  actsUnderWay: z.array(IdempotencyKey).default([]),
  /** the ticket that it was merged into, and that the reader takes part in since; null for a ticket of its own */
  mergedInto: z.uuid().nullable().default(null),
  can: TicketAbilities.default(ALL_ABILITIES),
  /** the status as the backend names it, if no status of ours is mapped to it; else null */
  statusText: z.string().nullable().default(null),
  /** the ticket was sent to the backend, which sends its number later */
  numberAwaited: z.boolean().default(false),
  /** when an awaited number becomes overdue; staff then see it */
  numberDueAt: Instant.nullable().default(null),
});
export type TicketSnapshot = z.infer<typeof TicketSnapshot>;

/** Also to somebody else, and while it is pending. */
const ASSIGNABLE = {
  new: 'assigned',
  approved: 'assigned',
  assigned: 'assigned',
  pending: 'assigned',
} as const;

const TRANSITIONS: Record<TicketAct, Partial<Record<TicketStatus, TicketStatus>>> = {
  take: ASSIGNABLE,
  assign: ASSIGNABLE,
  'set-pending': { assigned: 'pending', pending: 'pending' },
  resume: { pending: 'assigned' },
  resolve: { assigned: 'resolved' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'assigned', rejected: 'new' },
  approve: { waiting_for_approval: 'approved' },
  reject: { waiting_for_approval: 'rejected' },
};

/** Returns the status after an act, or null when the status `from` does not allow it. */
export function statusAfter(act: TicketAct, from: TicketStatus): TicketStatus | null {
  return TRANSITIONS[act][from] ?? null;
}

/** As `statusAfter`, for staff on a ticket of the built-in desk: they also close a rejected one. */
export function statusAfterHere(act: TicketAct, from: TicketStatus): TicketStatus | null {
  return act === 'close' && from === 'rejected' ? 'closed' : statusAfter(act, from);
}

/** Returns whether the work on a ticket of this status is done; false for an unknown status. */
export function isDone(status: TicketStatus | null): boolean {
  return status === 'resolved' || status === 'closed';
}

/** Returns whether nobody works on a ticket of this status any more: it is done or was rejected. */
export function isFinished(status: TicketStatus): boolean {
  return isDone(status) || status === 'rejected';
}

/** Returns whether the ticket is overdue at `now` (milliseconds since the epoch). At its due time it is not yet. */
export function isOverdue({ dueAt, status }: Pick<TicketSnapshot, 'dueAt' | 'status'>, now: number): boolean {
  return dueAt !== null && !isFinished(status) && Date.parse(dueAt) < now;
}

/** Returns whether a participant may carry out the act. */
export function mayAct(act: RequesterAct, you: Participation): boolean {
  const decides = act === 'approve' || act === 'reject';
  return decides ? you === 'approver' : hasRequesterRights(you);
}
