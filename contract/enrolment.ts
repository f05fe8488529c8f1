// How an agent introduces itself, and how its requester proves an address.
import { z } from 'zod';
import { AgentState, Email, FullName, Instant, Language } from './primitives.ts';

/** Who and where an agent is. `sid` is the Windows user's SID; elsewhere a stand-in that is as stable. */
export const AgentIdentity = z.object({
  machineId: z.string().min(1).max(128),
  hostname: z.string().min(1).max(255),
  os: z.string().max(255),
  sid: z.string().min(1).max(184),
  /** SAM name, such as CONTOSO\\user */
  userName: z.string().min(1).max(256),
  /** user principal name, null outside a domain */
  upn: z.string().max(320).nullable(),
});
export type AgentIdentity = z.infer<typeof AgentIdentity>;

/** The agent's own 256-bit secret in base64url; the server keeps only its hash. */
export const AgentSecret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const EnrolmentKey = z.string().trim().min(16).max(128);

export const EnrolRequest = z.object({
  enrolmentKey: EnrolmentKey,
  secret: AgentSecret,
  identity: AgentIdentity,
  agentVersion: z.string().max(32),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

/** From then on the agent sends `Authorization: Bearer <agentId>.<secret>`. */
export const EnrolResponse = z.object({ agentId: z.uuid(), organisation: z.string() });
export type EnrolResponse = z.infer<typeof EnrolResponse>;

export const Requester = z.object({ email: Email, fullName: FullName });
export type Requester = z.infer<typeof Requester>;

/** What the server currently allows this agent. Tickets are taken only when active and with a requester. */
export const Standing = z.object({
  organisation: z.string(),
  state: AgentState,
  /** null until an address is confirmed */
  requester: Requester.nullable(),
  /** what the directory says of this Windows user; null when it does not know them */
  suggested: Requester.extend({
    phone: z.string().nullable(),
    site: z.string().nullable(),
    room: z.string().nullable(),
  })
    .nullable()
    .default(null),
});
export type Standing = z.infer<typeof Standing>;

/** The confirmation token as printed in the mail: 8 characters without 0, 1, I, L, O and U; typed back in any case, with spaces or hyphens. */
export const TOKEN_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ConfirmationToken = z
  .string()
  .max(64)
  .transform((typed) => typed.toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[0-9A-Z]{8}$/));

export const SendTokenRequest = z.object({ email: Email, language: Language });
export type SendTokenRequest = z.infer<typeof SendTokenRequest>;
export const SendTokenResponse = z.object({
  expiresAt: Instant,
  /** seconds until another may be asked for */
  resendAfterSeconds: z.int().min(0),
});
export type SendTokenResponse = z.infer<typeof SendTokenResponse>;

export const ConfirmRequest = z.object({ email: Email, fullName: FullName, token: ConfirmationToken });
export type ConfirmRequest = z.infer<typeof ConfirmRequest>;
