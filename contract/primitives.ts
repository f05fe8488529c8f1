// The schemas that every process shares: identifiers, states, languages. Values that need no schema are in constants.ts.
import { z } from 'zod';
import { IMPACTS, LIMITS, TICKET_KINDS, URGENCIES } from './constants.ts';

export * from './constants.ts';

export const Language = z.enum(['en', 'fr']);
export type Language = z.infer<typeof Language>;

/** A text that IT writes for its users, in both languages. */
export const Bilingual = z.object({
  en: z.string().trim().min(1).max(2000),
  fr: z.string().trim().min(1).max(2000),
});
export type Bilingual = z.infer<typeof Bilingual>;

/** Why something did not go through, for staff; what another system said stands in both as it was said. */
export const Reason = z.object({ en: z.string(), fr: z.string() });
export type Reason = z.infer<typeof Reason>;

/** UUIDv7 made at Submit; it names the command, and what the command creates, up to the last hop. */
export const IdempotencyKey = z.uuidv7();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** Lower-case hexadecimal SHA-256 of an attachment's bytes. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const Instant = z.iso.datetime();

/** An address is compared and kept in lower case, without surrounding spaces. */
export const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));

export const FullName = z.string().trim().min(1).max(LIMITS.fullName);

export const AgentState = z.enum(['waiting', 'active', 'suspended', 'retired']);
export type AgentState = z.infer<typeof AgentState>;

export const TicketKind = z.enum(TICKET_KINDS);
export type TicketKind = z.infer<typeof TicketKind>;

/** Who is affected: one person, a team or service, a whole department (iTop's impact 3, 2, 1). */
export const Impact = z.enum(IMPACTS);
export type Impact = z.infer<typeof Impact>;

/** How pressing it is (iTop's urgency 4 to 1). */
export const Urgency = z.enum(URGENCIES);
export type Urgency = z.infer<typeof Urgency>;

export const TicketStatus = z.enum([
  'new',
  'waiting_for_approval',
  'approved',
  'rejected',
  'assigned',
  'pending',
  'resolved',
  'closed',
]);
export type TicketStatus = z.infer<typeof TicketStatus>;
