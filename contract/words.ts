// The words every process shares: identifiers, states, languages and limits.
import { z } from 'zod';

/** Bytes: file sizes are told in these. */
export const MEGABYTE = 1024 * 1024;

/** What a person or a machine may send at most. Characters are UTF-16 code units, sizes are bytes. */
export const LIMITS = {
  title: 250,
  description: 100_000,
  comment: 100_000,
  fullName: 200,
  attachmentName: 255,
  attachmentsPerCommand: 10,
  attachmentBytesPerCommand: 100 * MEGABYTE,
  contacts: 20,
  answers: 50,
  answer: 10_000,
  facts: 40,
  fact: 1000,
  commandsPerSync: 20,
  ticketsPerSync: 200,
  peoplePerSearch: 20,
} as const;

export const Language = z.enum(['en', 'fr']);
export type Language = z.infer<typeof Language>;

/** A text that IT writes for its users, in both languages. */
export const Bilingual = z.object({
  en: z.string().trim().min(1).max(2000),
  fr: z.string().trim().min(1).max(2000),
});
export type Bilingual = z.infer<typeof Bilingual>;

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

export const TicketKind = z.enum(['incident', 'service_request']);
export type TicketKind = z.infer<typeof TicketKind>;

/** Who is affected: one person, a team or service, a whole department (iTop's impact 3, 2, 1). */
export const Impact = z.enum(['person', 'service', 'department']);
export type Impact = z.infer<typeof Impact>;

/** How pressing it is (iTop's urgency 4 to 1). */
export const Urgency = z.enum(['low', 'medium', 'high', 'critical']);
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

/** A statement an exhaustive switch ends with: it does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
