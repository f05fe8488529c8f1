// The settings of the built-in desk.
import { z } from 'zod';
import { ShortText, TechnicianLanguage } from './backend-fields.ts';
import { KeyedAddress } from './keyed-address.ts';
import { ImapMailbox } from './mail-server.ts';
import { Email } from './primitives.ts';

/** The mailbox whose mails become tickets and answers of the built-in desk. */
const DeskMailbox = ImapMailbox.extend({
  /** what people write to; answers come to it with a key */
  address: KeyedAddress,
  /** name of the receiving mail server in Authentication-Results, which has to vouch for senders; null: nobody is known by a mail */
  authServer: ShortText.nullable().default(null),
  /** what becomes of a mail of somebody unknown: an answer that refuses it, a technician decides, or a ticket */
  strangers: z.enum(['refuse', 'hold', 'ticket']).default('hold'),
  /** of tickets of strangers whose domain no organisation has; null: a technician decides */
  organisationId: z.uuid().nullable().default(null),
  /** of what Guichet writes to strangers, and beside what people write */
  language: TechnicianLanguage,
  /** addresses for answers of other desks that hand tickets over: only their proven mails are heard as those of a desk (ADR 100) */
  desks: z.array(Email).max(50).default([]),
});
export type DeskMailbox = z.infer<typeof DeskMailbox>;

/** The built-in desk of this server. */
export const BuiltInSettings = z.object({
  kind: z.literal('built-in'),
  /** days after which a resolved ticket closes by itself; null: never */
  closeAfterDays: z.int().min(1).max(365).nullable().default(null),
  /** null for none */
  mailbox: DeskMailbox.nullable().default(null),
});
export type BuiltInSettings = z.infer<typeof BuiltInSettings>;

/** The password of the mailbox, or the secret of the application that gets tokens for it. */
export const BUILT_IN_SECRETS = ['mailboxPassword', 'mailboxClientSecret'] as const;
