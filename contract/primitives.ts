// The schemas that all others build on: identifiers, states, languages. Constants that need no schema are in constants.ts.
import { z } from 'zod';
import { IMPACTS, LIMITS, PRIORITIES, TICKET_KINDS, URGENCIES } from './constants.ts';

export * from './constants.ts';

/** The languages of the interface. */
export const Language = z.enum(['en', 'fr']);
export type Language = z.infer<typeof Language>;

/** A text that IT writes in both languages. */
export const Bilingual = z.object({
  en: z.string().trim().min(1).max(2000),
  fr: z.string().trim().min(1).max(2000),
});
export type Bilingual = z.infer<typeof Bilingual>;

/** Why something failed, for staff. What another system answered is in both languages as it answered it. */
export const Reason = z.object({ en: z.string(), fr: z.string() });
export type Reason = z.infer<typeof Reason>;

/** UUIDv7 created at Submit. It identifies the command and what the command creates, up to the backend. */
export const IdempotencyKey = z.uuidv7();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** SHA-256 of an attachment's bytes, in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A moment in UTC, as ISO 8601 writes it. */
export const Instant = z.iso.datetime();

/** An e-mail address, normalised to lower case without surrounding spaces. */
export const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));

/** Control characters, line breaks, and the bidirectional formatting characters of Unicode (UAX 9, section 2). */
const DECEPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

/** Characters that show nothing (UAX 44), also soft hyphens, joiners and selectors: with them, two names look like one. */
const HIDDEN = /\p{Default_Ignorable_Code_Point}/u;

/**
 * Those of them that a person's own line does without. Kept are variation selectors, and the joiners U+200C and U+200D between
 * letters, which Persian and the scripts of India need.
 */
const NEEDLESS =
  /(?<![\p{L}\p{M}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}])|[\u00AD\u115F\u1160\u200B\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\u{E0000}-\u{E00FF}]/gu;

/**
 * A name that people read and rights depend on, of a computer, a Windows user or an organisation, from `least` to `most`
 * characters. It has no character that is invisible, or that reorders or breaks the text around it.
 */
export const nameOf = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((name) => !DECEPTIVE.test(name) && !HIDDEN.test(name));

/**
 * A line about a person, from `least` to `most` characters. Invisible characters, which come along when it is pasted, are
 * removed; what reorders or breaks the text around it is refused.
 */
export const lineOf = (least: number, most: number) =>
  z
    .string()
    .overwrite((line) => line.replace(NEEDLESS, ''))
    .trim()
    .min(least)
    .max(most)
    .refine((line) => !DECEPTIVE.test(line));

/** A person's name, as they write it. */
export const FullName = lineOf(1, LIMITS.fullName);

/** Control characters, line breaks, and the formatting characters that reorder the text after them (UAX 9). */
const UNSUITED_TO_A_TITLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** The title of a ticket, whoever writes it. It is one line, in lists and in mails: what would break or reorder it becomes a space. */
export const Title = z
  .string()
  .overwrite((title) => title.replace(UNSUITED_TO_A_TITLE, ' '))
  .trim()
  .min(1)
  .max(LIMITS.title);

/** waiting: not activated yet; active: may open tickets; suspended: stopped by IT for now; retired: stopped for good. */
export const AgentState = z.enum(['waiting', 'active', 'suspended', 'retired']);
export type AgentState = z.infer<typeof AgentState>;

/**
 * How an agent left its computer. erase-asked: staff want its data deleted, and it has not called since; left: its person
 * left, and the data there is deleted; erased: deleted as staff asked.
 */
export const Departure = z.enum(['erase-asked', 'left', 'erased']);
export type Departure = z.infer<typeof Departure>;

/** As in ITIL. */
export const TicketKind = z.enum(TICKET_KINDS);
export type TicketKind = z.infer<typeof TicketKind>;

/** Who is affected: one person, a team or service, a whole department (iTop's impact 3, 2, 1). */
export const Impact = z.enum(IMPACTS);
export type Impact = z.infer<typeof Impact>;

/** How urgent it is (iTop's urgency 4 to 1). */
export const Urgency = z.enum(URGENCIES);
export type Urgency = z.infer<typeof Urgency>;

/** How soon it is to be dealt with (iTop's priority 4 to 1). */
export const Priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof Priority>;

/** The states of a ticket; `statusAfter` in ticket.ts has the transitions. */
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
