// Sign-in with the organisation's identity provider (OpenID Connect), as agents, console and server exchange it.
import { z } from 'zod';
import { isPlainHttp } from './loopback.ts';
import { Instant, Reason } from './primitives.ts';

/** The path of the agent's listener, to which the browser comes back (RFC 8252 section 7.3). */
export const REDIRECT_PATH = '/sign-in';

/** What is registered at the provider. The port is added by each agent and differs each time (RFC 8252 section 7.3). */
export const REGISTERED_REDIRECT_URI = `http://127.0.0.1${REDIRECT_PATH}`;

/** The address to which the browser comes back, on the agent's own machine. */
export function redirectUriOf(port: number): string {
  return `http://127.0.0.1:${port}${REDIRECT_PATH}`;
}

/** Whether an address of a provider may be used: https, or http to this machine itself; without user name and password. */
export function isProviderAddress(address: string): boolean {
  const url = parseAddress(address);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return /^https?:$/.test(url.protocol) && !isPlainHttp(url);
}

function parseAddress(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** Begins a sign-in. `port` is where the agent listens on 127.0.0.1. */
export const BeginSignIn = z.object({ port: z.int().min(1024).max(65_535) });
export type BeginSignIn = z.infer<typeof BeginSignIn>;

/** The address for the browser, and the state with which the browser has to come back. */
export const BegunSignIn = z.object({
  url: z.string().max(8192).refine(isProviderAddress),
  state: z.string().min(1).max(128),
  expiresAt: Instant,
});
export type BegunSignIn = z.infer<typeof BegunSignIn>;

/** What the browser brought back. The server redeems the code itself: what an agent says proves nothing. */
export const FinishSignIn = z.object({
  state: z.string().min(1).max(128),
  code: z.string().min(1).max(4096),
  /** the parameter `iss` (RFC 9207); null where the provider sent none */
  issuer: z.string().max(2048).nullable(),
});
export type FinishSignIn = z.infer<typeof FinishSignIn>;

/** The claims that can give the address. */
export const AddressClaim = z.enum(['email', 'preferred_username']);
export type AddressClaim = z.infer<typeof AddressClaim>;

const WELL_KNOWN = /\/\.well-known\/openid-configuration$/;

/** The issuer as the provider names itself. The address of its discovery document is accepted too. */
export const TypedIssuer = z
  .string()
  .trim()
  .max(500)
  .transform((typed) => typed.replace(WELL_KNOWN, ''))
  .refine((address) => isProviderAddress(address) && !/[?#]/.test(address));

/** How an organisation's people sign in. The client secret never leaves the server. */
export const SignIn = z.object({
  issuer: z.string(),
  clientId: z.string().trim().min(1).max(255),
  addressClaim: AddressClaim,
  /** accept an address about which the provider does not say whether it is verified; one it calls unverified is refused */
  acceptsUnverified: z.boolean(),
  hasSecret: z.boolean(),
});
export type SignIn = z.infer<typeof SignIn>;

/** Settings to save. A client secret that is left out stays as it is; an empty one is removed. */
export const NewSignIn = SignIn.omit({ hasSecret: true }).extend({
  issuer: TypedIssuer,
  clientSecret: z.string().max(500).optional(),
});
export type NewSignIn = z.infer<typeof NewSignIn>;

/** An issuer to test before it is saved. */
export const SignInToTest = z.object({ issuer: TypedIssuer });

/** One check of a provider's discovery document. */
export const SignInCheck = z.object({
  name: z.enum(['document', 'issuer', 'endpoints', 'pkce']),
  /** what is wrong, for the administrator; null when the check passed */
  problem: Reason.nullable(),
});
export type SignInCheck = z.infer<typeof SignInCheck>;
