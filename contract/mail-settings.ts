// The settings of a help desk that takes tickets by mail.
import { z } from 'zod';
import { ShortText, StatusMap, TechnicianLanguage } from './backend-fields.ts';
import { hasRoomForKey } from './keyed-address.ts';
import { ImapMailbox, MailServer, TokenSource } from './mail-server.ts';
import { Email } from './primitives.ts';

/** A regular expression with one group. It is matched without backtracking. */
const Pattern = z.string().min(1).max(200);

/** An address, or a whole domain such as @example.org. */
const DeskSender = z.union([
  Email,
  z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^@[a-z0-9.-]+\.[a-z0-9-]+$/)
    .max(254),
]);

/** Octopus, or any help desk that takes tickets and acknowledges them by mail. */
export const MailSettings = z
  .object({
    kind: z.literal('mail'),
    /** the address that tickets are mailed to */
    to: Email,
    /** `token` null: it is signed in to by password, or not at all without a user */
    smtp: MailServer.extend({
      user: ShortText.nullable(),
      token: TokenSource.nullable().default(null),
    }).refine(({ user, token }) => user !== null || token === null, { path: ['user'] }),
    /** the mailbox for acknowledgements and replies; null for none: numbers are then never known */
    imap: ImapMailbox.nullable(),
    /** the Reply-To address of the mails */
    replyTo: Email,
    /** finds the number in the subject or the text of an acknowledgement: the group is the number */
    numberPattern: Pattern,
    /** finds a status in the subject or the text of a notification; `statuses` maps it to ours */
    statusPattern: Pattern.nullable().default(null),
    statuses: StatusMap.default({}),
    /** finds what the technician wrote in the text of a mail, where more is around it; null: all but what is quoted */
    wordsPattern: Pattern.nullable().default(null),
    /** goes into the subject of a reply, so that the desk finds its ticket; `{number}` is the number */
    replyTag: z.string().max(100).default('[{number}]'),
    /** `{…}` is filled in, with title, description, key, requester, email, hostname, category or answers */
    template: z.string().max(5000),
    serviceRequestTemplate: z.string().max(5000),
    /** hours after which staff are informed that a number has not come */
    awaitNumberHours: z.int().min(1).max(720).default(4),
    /** senders that write for the desk, besides its own address */
    senders: z.array(DeskSender).max(50).default([]),
    /**
     * the header by which the desk knows the requester, and where it answers. reply-to: From is the address for answers, which is
     * copied too, so that the desk writes to it
     */
    knownBy: z.enum(['from', 'reply-to']).default('from'),
    /** Reply-To carries a key behind `+`, where the mail system delivers such addresses (RFC 5233) */
    plusAddress: z.boolean().default(false),
    /** name of the receiving mail server in Authentication-Results, which has to vouch for senders; null trusts From */
    authServer: ShortText.nullable().default(null),
    /** the desk is a Guichet: numbers, statuses and acts go in a header (ADR 100), and From is the address for answers */
    guichet: z.boolean().default(false),
    language: TechnicianLanguage,
  })
  .refine(({ replyTo, plusAddress }) => !plusAddress || hasRoomForKey(replyTo), { path: ['replyTo'] });
export type MailSettings = z.infer<typeof MailSettings>;

/** The passwords of the SMTP server and of the mailbox, or the secrets of the applications that get tokens for them. */
export const MAIL_SECRETS = ['password', 'smtpClientSecret', 'imapPassword', 'imapClientSecret'] as const;
