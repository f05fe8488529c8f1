// The texts of mails that administrators edit, the queue of mails, and what people wish to be told.
import { z } from 'zod';
import { MailEvent, NoticeEvent, StaffEvent } from './mail-events.ts';
import { Instant, Language, Reason } from './primitives.ts';

/** Subject and text of a mail, with variables such as {{number}}. */
export const MailWords = z.object({
  /** one line */
  subject: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\r\n]*$/),
  /** paragraphs, with an empty line between two */
  text: z.string().trim().min(1).max(5000),
});
export type MailWords = z.infer<typeof MailWords>;

export const MailTextPlace = z.object({ event: MailEvent, language: Language });
export type MailTextPlace = z.infer<typeof MailTextPlace>;

/** The text of one event in one language. */
export const MailText = MailTextPlace.extend(MailWords.shape).extend({
  /** as Guichet brings it: nobody has changed it */
  isStandard: z.boolean(),
});
export type MailText = z.infer<typeof MailText>;

/** A text that is not saved, to look at with a sample ticket, or to have mailed. */
export const MailDraft = MailTextPlace.extend(MailWords.shape);
export type MailDraft = z.infer<typeof MailDraft>;

/** A mail of a sample ticket. */
export const MailPreview = z.object({ subject: z.string(), text: z.string() });
export type MailPreview = z.infer<typeof MailPreview>;

/** A mail that could not be sent, and waits for an administrator. */
export const ParkedMail = z.object({
  id: z.string(),
  event: NoticeEvent,
  ticketId: z.uuid(),
  /** of the ticket */
  number: z.string().nullable(),
  /** address of the recipient */
  to: z.string(),
  reason: Reason,
  since: Instant,
});
export type ParkedMail = z.infer<typeof ParkedMail>;

export const MailQueue = z.object({
  /** also those that wait for an agent to show their news first, or for a digest */
  waiting: z.int().min(0),
  /** the last failure of the SMTP server; null where the last mail was sent */
  trouble: Reason.nullable(),
  /** oldest first, at most 200 */
  parked: z.array(ParkedMail),
});
export type MailQueue = z.infer<typeof MailQueue>;

/** Minutes between two digests of mails about tickets. */
export const DIGEST_MINUTES = [15, 30, 60, 240, 480] as const;

/** What a member of the staff wishes to be told by mail. */
export const MailWishes = z.object({
  switchedOff: z.array(StaffEvent).max(StaffEvent.options.length),
  /** null: each by a mail of its own */
  digestMinutes: z.literal(DIGEST_MINUTES).nullable(),
  /** null: the language of the ticket's organisation */
  language: Language.nullable(),
});
export type MailWishes = z.infer<typeof MailWishes>;

/** Language of mails to people of an organisation whose agent has named none. */
export const MailLanguage = z.object({ organisationId: z.uuid(), name: z.string(), language: Language });
export type MailLanguage = z.infer<typeof MailLanguage>;
