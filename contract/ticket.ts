// A ticket as its requester may see it, and the life it goes through (design.md section 5).
import { z } from 'zod';
import { IdempotencyKey, Instant, LIMITS, Sha256, TicketKind, TicketStatus } from './words.ts';

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

export const TicketComment = z.object({
  id: z.uuid(),
  author: z.enum(['requester', 'technician']),
  authorName: z.string(),
  body: z.string(),
  createdAt: Instant,
  attachments: z.array(Attachment),
});
export type TicketComment = z.infer<typeof TicketComment>;

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
  technician: z.string().nullable(),
  solution: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  attachments: z.array(Attachment),
  comments: z.array(TicketComment),
});
export type TicketSnapshot = z.infer<typeof TicketSnapshot>;

export const TicketAct = z.enum(['take', 'resolve', 'close', 'reopen']);
export type TicketAct = z.infer<typeof TicketAct>;

const TRANSITIONS: Record<TicketAct, Partial<Record<TicketStatus, TicketStatus>>> = {
  take: { new: 'assigned', approved: 'assigned', assigned: 'assigned', pending: 'assigned' },
  resolve: { assigned: 'resolved' },
  close: { resolved: 'closed' },
  reopen: { resolved: 'assigned', rejected: 'new' },
};

/** The status an act leads to from `from`, or null where the life of a ticket does not allow it. */
export function statusAfter(act: TicketAct, from: TicketStatus): TicketStatus | null {
  return TRANSITIONS[act][from] ?? null;
}
