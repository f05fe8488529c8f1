// How a ticket of the built-in desk belongs to other tickets and to announcements.
import { z } from 'zod';
import { Bilingual, IdempotencyKey, LIMITS, TicketStatus, Title } from './primitives.ts';

/** As typed: upper or lower case. */
const TicketNumber = z.string().trim().min(1).max(50);

/** Merges a ticket into the one of this number, which is of the same organisation. */
export const Merge = z.object({ ticketNumber: TicketNumber });
export type Merge = z.infer<typeof Merge>;

/** Links a ticket to another one, or to an announcement. */
export const NewRelation = z.union([
  z.object({ ticketNumber: TicketNumber }),
  z.object({ announcementId: z.uuid() }),
]);
export type NewRelation = z.infer<typeof NewRelation>;

/** Splits a ticket: what it also asks for becomes a ticket of its own, of the same people. */
export const Split = z.object({
  /** idempotency key, which becomes the id of the new ticket */
  key: IdempotencyKey,
  title: Title,
  description: z.string().trim().max(LIMITS.description),
  /** the message whose files the new ticket gets too, `description` for the ticket's own; null for none */
  message: z.union([z.literal('description'), z.uuid()]).nullable(),
});
export type Split = z.infer<typeof Split>;

/** What staff read of another ticket. */
const OtherTicket = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  title: z.string(),
  status: TicketStatus,
});

/** A ticket or an announcement that a ticket belongs to. */
export const Relation = z.discriminatedUnion('kind', [
  /** merged-into: this ticket into that one; merged: that one into this */
  z.object({
    kind: z.enum(['related', 'merged-into', 'merged', 'split-from', 'split-into']),
    id: z.uuid(),
    ticket: OtherTicket,
  }),
  z.object({
    kind: z.literal('announcement'),
    id: z.uuid(),
    announcement: z.object({ id: z.uuid(), title: Bilingual }),
  }),
]);
export type Relation = z.infer<typeof Relation>;
