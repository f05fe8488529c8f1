// What administrators set up of a desk that is fed by mail.
import { z } from 'zod';
import { ShortText, StatusMap, TechnicianLanguage } from './backend-fields.ts';
import { Email } from './primitives.ts';

/** A pattern with one group, tried by a matcher without backtracking. */
const Pattern = z.string().min(1).max(200);

/** An address, or all of a domain. */
const DeskSender = z.union([
  Email,
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^@[a-z0-9.-]+\.[a-z0-9-]+$/)
    .max(254),
]);

const MailServer = z.object({
  host: ShortText,
  port: z.int().min(1).max(65_535),
  secure: z.boolean(),
});

/** Octopus, or any desk that is fed by mail and acknowledges by mail. */
export const MailSettings = z.object({
  kind: z.literal('mail'),
  /** where requests are sent */
  to: Email,
  smtp: MailServer.extend({ user: ShortText.nullable() }),
  /** the mailbox that acknowledgements and replies come to; null where there is none: numbers are then never learnt */
  imap: MailServer.extend({ user: ShortText, folder: ShortText.default('INBOX') }).nullable(),
  /** address the answers of that desk are to reach */
  replyTo: Email,
  /** finds the number in the subject or the text of an acknowledgement: its group is the number */
  numberPattern: Pattern,
  /** finds a status in the subject or the text of a notice; statuses below say what it means */
  statusPattern: Pattern.nullable().default(null),
  statuses: StatusMap.default({}),
  /** what a reply's subject carries so that it joins its request; `{number}` is the number */
  replyTag: z.string().max(100).default('[{number}]'),
  /** `{…}` of title, description, key, requester, email, hostname, category and answers are filled in */
  template: z.string().max(5000),
  serviceRequestTemplate: z.string().max(5000),
  /** hours until a number that has not come is told to staff */
  awaitNumberHours: z.int().min(1).max(720).default(4),
  /** addresses, or domains such as @example.org, that write for the desk beside its own address */
  senders: z.array(DeskSender).max(50).default([]),
  language: TechnicianLanguage,
});
export type MailSettings = z.infer<typeof MailSettings>;

/** SMTP's password, and that of the mailbox. */
export const MAIL_SECRETS = ['password', 'imapPassword'] as const;
