// Mail servers, as the settings of backends name them.
import { z } from 'zod';
import { ShortText } from './backend-fields.ts';

export const MailServer = z.object({
  host: ShortText,
  port: z.int().min(1).max(65_535),
  /** TLS from the start; otherwise STARTTLS */
  secure: z.boolean(),
  /** sign in even where the server offers no TLS: the password is sent in clear */
  allowPlain: z.boolean().default(false),
});
export type MailServer = z.infer<typeof MailServer>;

/** Where an application gets tokens for a mailbox or a mail server by itself: the client credentials of OAuth 2 (RFC 6749, section 4.4). */
export const TokenSource = z.object({
  /** https; this machine may do without */
  tokenUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .regex(/^(?:https:|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])/),
  clientId: ShortText,
  scope: ShortText,
});
export type TokenSource = z.infer<typeof TokenSource>;

/** A folder of a mailbox that is read by IMAP. */
export const ImapMailbox = MailServer.extend({
  user: ShortText,
  folder: ShortText.default('INBOX'),
  /** null: it is signed in to by password */
  token: TokenSource.nullable().default(null),
});
export type ImapMailbox = z.infer<typeof ImapMailbox>;
