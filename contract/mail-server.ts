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

/** A folder of a mailbox that is read by IMAP. */
export const ImapMailbox = MailServer.extend({ user: ShortText, folder: ShortText.default('INBOX') });
export type ImapMailbox = z.infer<typeof ImapMailbox>;
