// The enrolment of an agent, and the confirmation of its requester's address.
import { z } from 'zod';
import { MailWish } from './mail-wish.ts';
import { AgentState, Email, FullName, Instant, Language, nameOf } from './primitives.ts';

/**
 * The device and the user of an agent. Windows does not tell ids apart by case: each is written in one. `sid` is the Windows
 * user's SID; on other systems an id that is as stable.
 */
export const AgentIdentity = z.object({
  machineId: nameOf(1, 128).toLowerCase(),
  hostname: nameOf(1, 255),
  os: nameOf(0, 255),
  sid: nameOf(1, 184).toUpperCase(),
  /** SAM name, such as CONTOSO\\user */
  userName: nameOf(1, 256),
  /** user principal name, null outside a domain */
  upn: nameOf(0, 320).nullable(),
});
export type AgentIdentity = z.infer<typeof AgentIdentity>;

/** The agent's own 256-bit secret in base64url. The server stores only its hash. */
export const AgentSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** An enrolment key. It admits agents of an organisation, and identifies none. */
export const EnrolmentKey = z.string().trim().min(16).max(128);

/** The version of an agent, as the console shows it: the characters of Semantic Versioning. */
export const AgentVersion = z
  .string()
  .max(32)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+-]*$/);

/** Enrols an agent. */
export const EnrolRequest = z.object({
  enrolmentKey: EnrolmentKey,
  secret: AgentSecret,
  identity: AgentIdentity,
  agentVersion: AgentVersion,
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

/** From now on the agent authenticates by `Authorization: Bearer <agentId>.<secret>`. */
export const EnrolResponse = z.object({ agentId: z.uuid(), organisation: z.string() });
export type EnrolResponse = z.infer<typeof EnrolResponse>;

/** The requester, by their confirmed address. */
export const Requester = z.object({ email: Email, fullName: FullName });
export type Requester = z.infer<typeof Requester>;

/** What the server allows this agent now. It accepts tickets only from an active agent with a requester. */
export const Standing = z.object({
  organisation: z.string(),
  state: AgentState,
  /** null until the address is confirmed */
  requester: Requester.nullable(),
  /** the entry of the directory for this Windows user; null when there is none */
  suggested: Requester.extend({
    phone: z.string().nullable(),
    site: z.string().nullable(),
    room: z.string().nullable(),
  })
    .nullable()
    .default(null),
  /** a waiting agent whose Windows user has an active one here: it takes that place by proving its address */
  mayReplace: z.boolean().default(false),
  /** an agent that waits because another account signed in: the account that was accepted before ends that by signing in */
  mayReturn: z.boolean().default(false),
  /** how the address is confirmed: by a mailed token, or by signing in with the organisation's identity provider */
  proof: z.enum(['token', 'sign-in']).default('token'),
  /** null of an agent that is not active, or has no requester */
  mailWish: MailWish.nullable().default(null),
});
export type Standing = z.infer<typeof Standing>;

/** The characters of a confirmation token: none that is easily mistaken for another (0, 1, I, L, O, U). */
export const TOKEN_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A confirmation token of 8 characters. It may be typed in lower case, with spaces or hyphens; they are normalised. */
export const ConfirmationToken = z
  .string()
  .max(64)
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[0-9A-Z]{8}$/));

/** Mails a confirmation token to an address. */
export const SendTokenRequest = z.object({ email: Email, language: Language });
export type SendTokenRequest = z.infer<typeof SendTokenRequest>;

/** Says nothing about whether the address is known. */
export const SendTokenResponse = z.object({
  expiresAt: Instant,
  /** seconds until another token may be sent */
  resendAfterSeconds: z.int().min(0),
});
export type SendTokenResponse = z.infer<typeof SendTokenResponse>;

/** Confirms an address with the token that was mailed to it. */
export const ConfirmRequest = z.object({ email: Email, fullName: FullName, token: ConfirmationToken });
export type ConfirmRequest = z.infer<typeof ConfirmRequest>;
