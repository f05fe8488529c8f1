// What members of staff see and change of their own account: password, second factor, sessions.
import { z } from 'zod';
import { Absence } from './colleagues.ts';
import { NewPassword, Staff } from './console.ts';
import { Passkey, PasskeyObstacle } from './passkeys.ts';
import { Instant } from './primitives.ts';

/** A member of the staff who has signed in. */
export const SignedInStaff = Staff.extend({
  /** a second factor is demanded of them and not set up: until it is, the server refuses everything else */
  secondFactorDue: z.boolean(),
});
export type SignedInStaff = z.infer<typeof SignedInStaff>;

/** Present password of an account, as it was typed. */
const TypedPassword = z.string().max(256);

/** A code of an authenticator app, or a recovery code; spaces and hyphens do not matter. */
const TypedCode = z.string().trim().max(32);

/** The signed-in person's own account. */
export const Account = Staff.extend({
  /** null: no second factor is set up */
  secondFactorSince: Instant.nullable(),
  recoveryCodesLeft: z.int().min(0),
  /** whether the server demands a second factor of this person */
  secondFactorDemanded: z.boolean(),
  /** false: the account was made by a sign-in with the identity provider */
  hasPassword: z.boolean(),
  /** whether the person signed in with the identity provider before */
  hasProvider: z.boolean(),
  /** the newest first */
  passkeys: z.array(Passkey),
  /** null: not away, now or later */
  absence: Absence.nullable(),
});
export type Account = z.infer<typeof Account>;

/** Proves that the person at the session is the person of the account. */
export const Reauthentication = z.object({
  password: TypedPassword,
  /** null: without one, where no second factor is set up */
  code: TypedCode.nullable(),
});
export type Reauthentication = z.infer<typeof Reauthentication>;

/** Changes the password. */
export const ChangePassword = Reauthentication.extend({ newPassword: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** A second factor that is being set up (RFC 6238): shown once, and good once a code of it was confirmed. */
export const BegunSecondFactor = z.object({
  /** in base32, to type into an app */
  secret: z.string(),
  /** otpauth:// address, to show as a QR code */
  uri: z.string(),
});
export type BegunSecondFactor = z.infer<typeof BegunSecondFactor>;

/** Confirms it with a code that the app shows. */
export const ConfirmSecondFactor = z.object({ code: TypedCode });

/** Each signs in once instead of a code. They are shown once: only their hashes are stored. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

const BROWSERS = ['Edge', 'Opera', 'Firefox', 'Chrome', 'Safari'] as const;
const SYSTEMS = ['Windows', 'Android', 'iOS', 'macOS', 'ChromeOS', 'Linux'] as const;

/** A session of the signed-in person. */
export const StaffSession = z.object({
  id: z.uuid(),
  startedAt: Instant,
  /** exact to a minute */
  lastUsedAt: Instant,
  /** IP address of its last use */
  ip: z.string(),
  /** what the browser said it is; null where that names none of these */
  browser: z.enum(BROWSERS).nullable(),
  system: z.enum(SYSTEMS).nullable(),
  /** the session that asks */
  isCurrent: z.boolean(),
});
export type StaffSession = z.infer<typeof StaffSession>;

/** What administrators decide about signing in. */
export const SignInRules = z.object({ secondFactorForAdministrators: z.boolean() });
export type SignInRules = z.infer<typeof SignInRules>;

/** How one can sign in beside a password. */
export const SignInWays = z.object({
  /** where passkeys can be used: the origin of the console; or why nowhere */
  passkeys: z.union([z.object({ origin: z.string() }), z.object({ obstacle: PasskeyObstacle })]),
  /** what the button of the identity provider says; null: there is none */
  provider: z.string().nullable(),
});
export type SignInWays = z.infer<typeof SignInWays>;
