// Mails to the built-in desk that wait for a technician.
import { z } from 'zod';
import { Instant } from './primitives.ts';
import { Merge } from './relations.ts';
import { Attachment } from './ticket.ts';

/**
 * Why a mail waits. no-address: it names not one sender whom a mail reaches; unproven: nobody vouches for its sender; flood: more such
 * mails came within an hour than become tickets by themselves; stranger: no organisation knows the sender; several-organisations
 * do; not-participant: it answers a ticket of others; staff: it answers a ticket, and its sender has an account
 * here that does not reach it; also where the ticket is closed, or the mail says nothing of its own.
 */
export const HeldReason = z.enum([
  'no-address',
  'unproven',
  'flood',
  'stranger',
  'several-organisations',
  'not-participant',
  'staff',
]);
export type HeldReason = z.infer<typeof HeldReason>;

/** A mail that waits for a technician. */
export const HeldMail = z.object({
  id: z.uuid(),
  /** as it claims, not verified; empty where it names not one address */
  from: z.string(),
  name: z.string(),
  subject: z.string(),
  text: z.string(),
  receivedAt: Instant,
  reason: HeldReason,
  /** that it answers; null for none */
  ticketNumber: z.string().nullable(),
  /** that knows the sender; null where none or several do */
  organisationId: z.uuid().nullable(),
  /** read by their position in this list */
  files: z.array(Attachment.omit({ sha256: true })),
  /** names of files that were not kept, with why */
  leftOut: z.array(z.string()),
});
export type HeldMail = z.infer<typeof HeldMail>;

/** The mails that wait, the oldest first. */
export const HeldMails = z.object({
  /** at most 100 */
  mails: z.array(HeldMail),
  /** all that wait */
  count: z.int().min(0),
});
export type HeldMails = z.infer<typeof HeldMails>;

/** What a technician makes of a mail that waits. */
export const HeldMailDecision = z.discriminatedUnion('act', [
  z.object({ act: z.literal('ticket'), organisationId: z.uuid() }),
  /** `addSender`: as a contact, who reads the whole ticket */
  Merge.extend({ act: z.literal('comment'), addSender: z.boolean().default(false) }),
  /** `answer`: its sender is told */
  z.object({ act: z.literal('refuse'), answer: z.boolean() }),
]);
export type HeldMailDecision = z.infer<typeof HeldMailDecision>;

/** The ticket that the mail became, or was added to; null for one that was refused. */
export const DecidedMail = z.object({ ticketId: z.uuid().nullable() });
