// An approval, as an approver sees it who has a link by mail, and as staff see it.
import { z } from 'zod';
import { Bilingual, Email, FullName, Instant, LIMITS } from './primitives.ts';
import { Answer } from './ticket.ts';

/** What an approver decides, and why: the requester reads it. */
const Decision = z.object({
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(LIMITS.comment).default(''),
  /** mark of what was shown; left out: what is asked now */
  asked: z.string().max(64).optional(),
});

/** Of somebody of the staff who is the approver. */
export const StaffDecision = Decision;
export type StaffDecision = z.infer<typeof StaffDecision>;

/** By a link of a mail. */
export const LinkDecision = Decision.extend({ token: z.string().max(128) });
export type LinkDecision = z.infer<typeof LinkDecision>;

/** What the link of a mail asks. */
export const Approval = z.object({
  /** null until the ticket has one */
  number: z.string().nullable(),
  title: z.string(),
  description: z.string(),
  createdAt: Instant,
  organisation: z.string(),
  /** path of what is asked for; null where that is not known */
  category: Bilingual.nullable(),
  /** to the form of the category */
  answers: z.array(Answer),
  /** with which it was asked. Each address is valid for a day; whoever has it can read the file */
  files: z.array(z.object({ name: z.string(), size: z.number().int().nonnegative(), url: z.string() })),
  requester: z.object({ email: z.string(), fullName: z.string() }),
  /** name of who has the link */
  approver: z.string(),
  /** mark of all this, which a decision names */
  asked: z.string(),
});
export type Approval = z.infer<typeof Approval>;

/** Names who is asked now, instead of those who were. */
export const NewApprover = z.object({ email: Email });
export type NewApprover = z.infer<typeof NewApprover>;

/** The approval of a ticket, as staff see it. */
export const DeskApproval = z.object({
  approvers: z.array(
    z.object({
      email: z.string(),
      fullName: FullName,
      /** has an agent to decide with; the others have their mail alone */
      hasAgent: z.boolean(),
      /** the organisation's directory does not have them any more */
      hasLeft: z.boolean(),
    }),
  ),
  /** null before the first mail, and once no other one will be sent */
  askAgainAt: Instant.nullable(),
  /** nobody may decide whom Guichet knows, or they were asked for the last time: staff choose whom to ask */
  isStuck: z.boolean(),
  /** mark of what is asked, which a decision names */
  asked: z.string().default(''),
  /** the reader is one of the approvers */
  isYours: z.boolean(),
});
export type DeskApproval = z.infer<typeof DeskApproval>;
