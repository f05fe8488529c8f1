// The people of the help desk as administrators see and change them: invitations, roles, deactivation, and one-time links.
import { z } from 'zod';
import { Absence } from './colleagues.ts';
import { NewPassword, Staff, StaffRole, StaffScope } from './console.ts';
import { Email, FullName, Instant, Language, Reason } from './primitives.ts';

/** Invites somebody to the staff. */
export const NewInvitation = z.object({
  email: Email,
  fullName: FullName,
  role: StaffRole,
  organisationIds: StaffScope,
  /** of the mail */
  language: Language,
});
export type NewInvitation = z.infer<typeof NewInvitation>;

/**
 * invited: a mail with a link was sent, and nobody has chosen a password with it yet; active: may sign in; deactivated: may
 * not, and keeps their name in tickets.
 */
const StaffState = z.enum(['active', 'invited', 'deactivated']);
export type StaffState = z.infer<typeof StaffState>;

/** Somebody of the staff, or invited to it. */
export const StaffMember = Staff.extend({
  state: StaffState,
  /** null: never */
  lastSignInAt: Instant.nullable(),
  hasSecondFactor: z.boolean(),
  /** false: of the invited, and of an account that a sign-in with the identity provider made */
  hasPassword: z.boolean(),
  /** assigned to them, neither resolved nor closed */
  openTickets: z.int().min(0),
  /** null: not away, now or later */
  absence: Absence.nullable(),
  /** until when the link of the invitation is valid, which may have passed; null for all but the invited */
  invitedUntil: Instant.nullable(),
  /** why the mail of the invitation was not sent yet; of an account, why the last mail about signing in was given up; null where it was sent */
  mailTrouble: Reason.nullable(),
});
export type StaffMember = z.infer<typeof StaffMember>;

/** What an administrator changes of somebody. */
export const StaffChange = z.object({ fullName: FullName, role: StaffRole, organisationIds: StaffScope });
export type StaffChange = z.infer<typeof StaffChange>;

/** The part after `#` in a one-time link. */
const LinkToken = z.string().max(128);

/** Looks at what a one-time link is for, which does not use it up. */
export const LinkQuery = z.object({ token: LinkToken });

/** Uses up a one-time link: chooses the password of its account. */
export const LinkUse = z.object({ token: LinkToken, password: NewPassword });
export type LinkUse = z.infer<typeof LinkUse>;

/** What the link of an invitation is for. */
export const Invitation = z.object({
  email: Email,
  fullName: FullName,
  role: StaffRole,
  /** name of the administrator who invites */
  invitedBy: FullName,
  expiresAt: Instant,
});
export type Invitation = z.infer<typeof Invitation>;

/** What a recovery link is for: the account of an administrator who lost everything. */
export const Recovery = z.object({ email: Email, fullName: FullName, expiresAt: Instant });
export type Recovery = z.infer<typeof Recovery>;

/** Asks for a link by mail that sets a forgotten password. */
export const PasswordLinkRequest = z.object({
  email: Email,
  /** of the mail */
  language: Language,
});
export type PasswordLinkRequest = z.infer<typeof PasswordLinkRequest>;
