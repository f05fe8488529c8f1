// The tables of staff as Kysely types. Written by staff.
import type { Generated } from 'kysely';
import type { z } from 'zod';
import type { StaffSession } from '../../contract/account.ts';
import type { StaffRole } from '../../contract/console.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Assigning } from '../../contract/teams.ts';

export interface StaffTable {
  id: string;
  email: string;
  fullName: string;
  role: z.infer<typeof StaffRole>;
  /** written by staff/scope: what they are limited to; null: to nothing */
  organisationIds: Generated<string | null>;
  passwordHash: string;
  createdAt: string;
  /** 0 or 1; 0: of an account that a sign-in with the identity provider made */
  hasPassword: Generated<number>;
  /** 0 or 1; 0: an identity provider named the address and did not call it verified, so it identifies nobody as an approver */
  emailProven: Generated<number>;
  /** a reason in both languages: the last mail about the account was given up; written by staff/account-mails; null: it was sent */
  mailError: Generated<string | null>;
  /** null: may sign in */
  deactivatedAt: Generated<string | null>;
  /** null: never */
  lastSignInAt: Generated<string | null>;
  /** written by staff/absences, like the two that follow; null: not away */
  absentFrom: Generated<string | null>;
  absentUntil: Generated<string | null>;
  standInId: Generated<string | null>;
}

/** written by staff/teams */
export interface TeamTable {
  id: string;
  name: string;
  /** the name in lower case; null once dissolved: tickets that are done keep its name */
  nameKey: string | null;
  assigning: Assigning;
  createdAt: string;
}

/** written by staff/teams */
export interface TeamMemberTable {
  teamId: string;
  staffId: string;
  /** who has the lowest one is next */
  turn: Generated<number>;
}

/** what a team takes when it comes in; written by staff/team-rules */
export interface TeamRuleTable {
  teamId: string;
  /** of the team's rules, from 0 */
  position: number;
  /** null: of any */
  organisationId: string | null;
  /** an entry of the catalogue, of any level; null: of any */
  entryId: string | null;
}

/** those that nobody has accepted yet; who accepts one has its id as staff */
export interface StaffInvitationTable {
  id: string;
  email: string;
  fullName: string;
  role: z.infer<typeof StaffRole>;
  /** as of the staff */
  organisationIds: Generated<string | null>;
  /** of the mail */
  language: Language;
  invitedBy: string;
  tokenHash: string;
  expiresAt: string;
  /** when it is mailed next; null: it was mailed, or is not taken */
  mailDueAt: string | null;
  mailAttempt: Generated<number>;
  /** a reason in both languages */
  mailError: string | null;
}

/** the last one that was offered to each administrator and not used */
export interface RecoveryLinkTable {
  staffId: string;
  tokenHash: string;
  expiresAt: string;
}

/** the last one that was mailed to each account and not used, written by staff/password-links */
export type PasswordLinkTable = RecoveryLinkTable;

export interface SessionTable {
  id: string;
  tokenHash: string;
  staffId: string;
  startedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  /** of the last use */
  ip: string;
  browser: StaffSession['browser'];
  system: StaffSession['system'];
  begunBy: Generated<SignInWay>;
  /** when its person proved again who they are; empty: not since it began */
  provenAt: Generated<string>;
}

/** password: also by a one-time link, with which a password was chosen. */
export type SignInWay = 'password' | 'passkey' | 'provider';

/** written by staff/passkeys */
export interface PasskeyTable {
  id: string;
  staffId: string;
  /** base64url, as the public key */
  credentialId: string;
  publicKey: string;
  /** how often it was used, as it says itself; many always say 0 */
  counter: number;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** the identity provider of the staff, written by staff/provider-settings; one row, with id 1 */
export interface StaffProviderTable {
  id: number;
  label: string;
  issuer: string;
  clientId: string;
  /** null: a public client */
  sealedSecret: string | null;
  groupsClaim: string;
  /** JSON, as the one below: a list of names */
  administratorGroups: string;
  technicianGroups: string;
}

/** who somebody is at an identity provider, written by staff/provider-account */
export interface StaffIdentityTable {
  issuer: string;
  /** the lasting id of the person at this issuer */
  subject: string;
  staffId: string;
  createdAt: string;
}

/** sign-ins with the provider under way, written by staff/provider-attempts */
export interface StaffSignInAttemptTable {
  /** of a secret in a cookie of the browser */
  browserHash: string;
  /** the secrets of the sign-in, and what it is for */
  sealed: string;
  endsAt: string;
}

/** those that were not used yet */
export interface PasskeyChallengeTable {
  hash: string;
  /** for whom a passkey is made with it; null: to sign in */
  staffId: string | null;
  endsAt: string;
}

export interface SetupLinkTable {
  tokenHash: string;
  createdAt: string;
}

export interface SecondFactorTable {
  staffId: string;
  /** sealed; null while the first one is being set up */
  secret: string | null;
  since: string | null;
  /** time step of the last code that was used: neither it nor an earlier one is accepted again */
  lastStep: number;
  /** sealed; the one that is being set up */
  nextSecret: string | null;
  nextBegunAt: string | null;
  /** 0 or 1: an administrator removed the one before, and another has to be set up whatever the rules say */
  demanded: Generated<number>;
}

/** those that were not used yet */
export interface RecoveryCodeTable {
  staffId: string;
  hash: string;
}

/** one row, with id 1; none: the defaults */
export interface SignInRulesTable {
  id: number;
  secondFactorForAdministrators: number;
}

/**
 * What changed in how somebody signs in. password-reset: by a link from a mail; second-factor-reset: by an administrator;
 * provider-joined: an account of the identity provider signs in to it from now on.
 */
export type AccountEvent =
  | 'password-changed'
  | 'password-reset'
  | 'recovered'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'second-factor-reset'
  | 'passkey-added'
  | 'passkey-removed'
  | 'provider-joined';

/** a mail to the owner of an account, until it is sent: inserted by staff/account-mails, updated by notices/account-mails */
export interface AccountMailTable {
  id: string;
  staffId: string;
  event: AccountEvent;
  /** of the passkey, or of the administrator who did it */
  name: string | null;
  /** from where it was done */
  ip: string;
  browser: string | null;
  system: string | null;
  at: string;
  /** of one that is being sent: when its server counts as dead */
  dueAt: string;
  attempt: Generated<number>;
}
