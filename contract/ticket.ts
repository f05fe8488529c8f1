// A ticket as its requester may see it, and the life it goes through (design.md section 5).
import { z } from 'zod';
import { EntryId, FieldId } from './catalogue.ts';
import {
  Bilingual,
  Email,
  FullName,
  IdempotencyKey,
  Impact,
  Instant,
  LIMITS,
  Sha256,
  TicketKind,
  TicketStatus,
  Urgency,
} from './primitives.ts';

export const Attachment = z.object({
  sha256: Sha256,
  name: z.string().min(1).max(LIMITS.attachmentName),
  mediaType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(127),
  /** bytes */
  size: z.int().min(1),
});
export type Attachment = z.infer<typeof Attachment>;

/** An answer to a field of the category's form: what was asked and what was answered, as the requester saw both. */
export const Answer = z.object({
  field: FieldId,
  label: z.string().max(2000),
  value: z.string().min(1).max(LIMITS.answer),
  /** the option's id, the person's address; null where the value says it all */
  reference: z.string().max(254).nullable(),
});
export type Answer = z.infer<typeof Answer>;

/**
 * Who takes part in a ticket. All of them read it and write in it; an approver decides, a contact has the requester's
 * rights, and a joiner, who said "me too" to its announcement, no more than reading and writing.
 */
export const Participation = z.enum(['requester', 'contact', 'approver', 'joiner']);
export type Participation = z.infer<typeof Participation>;

/** Whether the ticket is theirs to confirm, to reopen and to rate. */
export function isTheirs(you: Participation): boolean {
  return you === 'requester' || you === 'contact';
}

/** From 1, not at all satisfied, to 4, very satisfied (iTop's user_satisfaction, reversed there). */
export const Satisfaction = z.object({
  score: z.int().min(1).max(4),
  comment: z.string().max(LIMITS.comment),
});
export type Satisfaction = z.infer<typeof Satisfaction>;

const Participant = z.object({ email: Email, fullName: FullName });

export const TicketComment = z.object({
  id: z.uuid(),
  author: z.enum(['requester', 'technician']),
  authorName: z.string(),
  body: z.string(),
  createdAt: Instant,
  attachments: z.array(Attachment),
});
export type TicketComment = z.infer<typeof TicketComment>;

export const TicketAct = z.enum(['take', 'resolve', 'close', 'reopen', 'approve', 'reject']);
export type TicketAct = z.infer<typeof TicketAct>;

/** The acts of those who take part: the requester and the contacts confirm (`close`) or reopen, the approver decides. */
export const RequesterAct = TicketAct.extract(['close', 'reopen', 'approve', 'reject']);
export type RequesterAct = z.infer<typeof RequesterAct>;

/** What the backend of a ticket can take of those who take part: what it cannot is not offered. */
export const TicketAbilities = z.object({
  acts: z.array(RequesterAct),
  rate: z.boolean(),
  comment: z.boolean(),
  /** files reach it, or links to them; else they stay in Guichet, and it is told their names */
  attach: z.boolean().default(true),
});
export type TicketAbilities = z.infer<typeof TicketAbilities>;

/** Of a ticket whose backend is not known yet, and of servers that do not say. */
export const ALL_ABILITIES: TicketAbilities = {
  acts: RequesterAct.options,
  rate: true,
  comment: true,
  attach: true,
};

/** The whole ticket, as the change feed carries it: a later snapshot replaces an earlier one. */
export const TicketSnapshot = z.object({
  /** the idempotency key of the command that created it */
  id: IdempotencyKey,
  /** the backend's number, such as R-000123; null until the backend has created the ticket */
  number: z.string().nullable(),
  kind: TicketKind,
  title: z.string(),
  description: z.string(),
  status: TicketStatus,
  /** what the reader of this snapshot is in it */
  you: Participation,
  requester: Participant,
  contacts: z.array(Participant),
  /** who has to approve, null where nobody has to */
  approver: z.string().nullable(),
  /** `name` is the path, such as "Network > Wi-Fi > No access" */
  category: z.object({ id: EntryId, name: Bilingual }).nullable(),
  answers: z.array(Answer),
  impact: Impact.nullable(),
  urgency: Urgency.nullable(),
  technician: z.string().nullable(),
  solution: z.string().nullable(),
  satisfaction: Satisfaction.nullable(),
  createdAt: Instant,
  dueAt: Instant.nullable(),
  updatedAt: Instant,
  attachments: z.array(Attachment),
  comments: z.array(TicketComment),
  /** keys of the `act-on-ticket` commands that were accepted and that the backend has not carried out yet */
  actsUnderWay: z.array(IdempotencyKey).default([]),
  can: TicketAbilities.default(ALL_ABILITIES),
  /** the status in the backend's own words, where it has no counterpart in `status`; null where it has */
  statusText: z.string().nullable().default(null),
  /** the backend was sent the ticket and tells its number later */
  numberAwaited: z.boolean().default(false),
  /** by when the number that is awaited should have come; afterwards it is late, and staff know */
  numberDueAt: Instant.nullable().default(null),
});
export type TicketSnapshot = z.infer<typeof TicketSnapshot>;

const TRANSITIONS: Record<TicketAct, Partial<Record<TicketStatus, TicketStatus>>> = {
  take: { new: 'assigned', approved: 'assigned', assigned: 'assigned', pending: 'assigned' },
  resolve: { assigned: 'resolved' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'assigned', rejected: 'new' },
  approve: { waiting_for_approval: 'approved' },
  reject: { waiting_for_approval: 'rejected' },
};

/** The status an act leads to from `from`, or null where the life of a ticket does not allow it. */
export function statusAfter(act: TicketAct, from: TicketStatus): TicketStatus | null {
  return TRANSITIONS[act][from] ?? null;
}

/** Whether nothing is left to be done in a ticket of this status; a status that is not known is not taken for that. */
export function isDone(status: TicketStatus | null): boolean {
  return status === 'resolved' || status === 'closed';
}

/** Whether somebody who takes part in this way may do this. */
export function mayAct(act: RequesterAct, you: Participation): boolean {
  const decides = act === 'approve' || act === 'reject';
  return decides ? you === 'approver' : isTheirs(you);
}
