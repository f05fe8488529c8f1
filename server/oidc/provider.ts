// The client of an identity provider (OpenID Connect Core 1.0, code flow with PKCE): this server redeems the code itself.
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  type ServerMetadata,
} from 'openid-client';
import { z } from 'zod';
import { err, ok, type Result } from '../../contract/result.ts';
import type { SignInCheck } from '../../contract/sign-in.ts';
import { type Clock, MINUTE, SECOND } from '../clock.ts';
import { checkDocument } from './discovery.ts';
import { DocumentUnusable, failureOf, problemOf } from './provider-failures.ts';
import { createProviderFetch } from './provider-fetch.ts';
import type { SignInSecrets } from './sign-in-secrets.ts';

/** The client that is registered at the provider, for one organisation or for the staff. */
export interface ProviderClient {
  issuer: string;
  clientId: string;
  /** null for a public client */
  clientSecret: string | null;
  /** the claim that names the groups of a person, where they matter */
  groupsClaim?: string;
}

const text = z.string().max(1000).optional().catch(undefined);
const flag = z.union([z.boolean(), z.string(), z.number()]).optional().catch(undefined);

/** The claims that this server reads. One of another type counts as missing. */
const Claims = z.object({
  email: text,
  email_verified: flag,
  /** Entra ID: the domain of the address belongs to the tenant */
  xms_edov: flag,
  /** Google: the Workspace that manages the account; missing for one that anybody can make */
  hd: text,
  preferred_username: text,
  name: text,
});
export type Claims = z.infer<typeof Claims>;

/** What the provider proved: its own name, its lasting id of the person (255 characters at most), and what it says of them. */
export interface Proof {
  issuer: string;
  subject: string;
  claims: Claims;
  /** none where no claim of the client names them, or where it is no list of names */
  groups: readonly string[];
}

/** Some providers send one group as a text. */
const Groups = z
  .union([
    z.array(z.string().max(1000)).max(5000),
    z
      .string()
      .max(1000)
      .transform((group) => [group]),
  ])
  .catch([]);

export interface OidcProviders {
  /** Returns the address for the browser, where the provider asks for the password with `login`. Errors: sign-in-unavailable. */
  addressOf(client: ProviderClient, secrets: SignInSecrets, prompt?: 'login'): Promise<Result<string>>;
  /** Redeems the code and checks the ID token. Errors: sign-in-unavailable, sign-in-refused. */
  redeem(
    client: ProviderClient,
    secrets: SignInSecrets,
    answer: { code: string; issuer: string | null },
  ): Promise<Result<Proof>>;
  /** Reads an issuer's discovery document, never from memory. */
  check(issuer: string): Promise<SignInCheck[]>;
}

interface ProvidersParts {
  clock: Clock;
  fetch: typeof globalThis.fetch;
  /** of each request, in milliseconds */
  timeout: number;
}

/** How long a discovery document is used without asking again. */
const DOCUMENT_LIFE = 10 * MINUTE;
/** Documents kept at once: one for each organisation is plenty. */
const MOST_DOCUMENTS = 200;
/** The address may be in the ID token or at the userinfo endpoint; both follow these scopes. */
const SCOPE = 'openid email profile';

/** The expiry of ID tokens is checked against the clock of the machine. */
export function createOidcProviders({ clock, fetch, timeout }: ProvidersParts): OidcProviders {
  const options = { fetch: createProviderFetch(fetch), timeout: timeout / SECOND };
  const documents = new Map<string, { metadata: ServerMetadata; until: number }>();

  async function readMetadata(issuer: string): Promise<ServerMetadata> {
    const known = documents.get(issuer);
    if (known && known.until > clock.now().getTime()) return known.metadata;
    const metadata = await discover(issuer, options);
    if (checkDocument(issuer, metadata).some(({ problem }) => problem !== null)) throw new DocumentUnusable();
    if (documents.size >= MOST_DOCUMENTS) documents.clear();
    documents.set(issuer, { metadata, until: clock.now().getTime() + DOCUMENT_LIFE });
    return metadata;
  }

  async function configure({ issuer, clientId, clientSecret }: ProviderClient): Promise<Configuration> {
    const metadata = await readMetadata(issuer);
    const config = new Configuration(metadata, clientId, undefined, authOf(clientSecret, metadata));
    config[customFetch] = options.fetch;
    config.timeout = options.timeout;
    // the signature of the ID token too, not only the connection it came over
    enableNonRepudiationChecks(config);
    if (isPlain(issuer)) allowInsecureRequests(config);
    return config;
  }

  return {
    async addressOf(client, { state, nonce, verifier, redirectUri }, prompt) {
      try {
        const config = await configure(client);
        const parameters = {
          redirect_uri: redirectUri,
          scope: scopeOf(client, config.serverMetadata()),
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          prompt: prompt ?? promptFor(config.serverMetadata()),
        };
        return ok(buildAuthorizationUrl(config, parameters).href);
      } catch (failure) {
        return err('sign-in-unavailable', { reason: problemOf(failure) });
      }
    },
    async redeem(client, secrets, answer) {
      try {
        return ok(await proofOf(await configure(client), client, secrets, answer));
      } catch (failure) {
        return failureOf(failure);
      }
    },
    async check(issuer) {
      try {
        return checkDocument(issuer, await discover(issuer, options));
      } catch (failure) {
        return [{ name: 'document', problem: problemOf(failure) }];
      }
    },
  };
}

/** Providers that know this scope send groups for it alone; others refuse a scope that they do not know. */
function scopeOf({ groupsClaim }: ProviderClient, { scopes_supported: supported }: ServerMetadata): string {
  return groupsClaim !== undefined && supported?.includes('groups') ? `${SCOPE} groups` : SCOPE;
}

const isPlain = (issuer: string) => issuer.startsWith('http:');

/** Reads the discovery document. An issuer that it does not name as its own is left to `checkDocument`. */
async function discover(
  issuer: string,
  { fetch, timeout }: { fetch: ReturnType<typeof createProviderFetch>; timeout: number },
): Promise<ServerMetadata> {
  const address = new URL(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = await discovery(address, 'unregistered', undefined, None(), {
    [customFetch]: fetch,
    timeout,
    ...(isPlain(issuer) && { execute: [allowInsecureRequests] }),
  });
  return found.serverMetadata();
}

/** OpenID Connect Discovery 1.0, section 3: a provider that lists no method takes client_secret_basic. */
function authOf(secret: string | null, metadata: ServerMetadata): ClientAuth {
  if (secret === null) return None();
  const takesPost = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_post') ?? false;
  return takesPost ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

/**
 * Somebody who is sent a link to another's sign-in must not complete it by a click alone: the provider asks which account to
 * use or, where it says that it cannot, for the password.
 */
function promptFor({ prompt_values_supported: supported }: ServerMetadata): string {
  return Array.isArray(supported) && !supported.includes('select_account') ? 'login' : 'select_account';
}

async function proofOf(
  config: Configuration,
  { groupsClaim }: ProviderClient,
  { state, nonce, verifier, redirectUri }: SignInSecrets,
  { code, issuer }: { code: string; issuer: string | null },
): Promise<Proof> {
  const answer = new URL(redirectUri);
  answer.search = new URLSearchParams({ code, state, ...(issuer !== null && { iss: issuer }) }).toString();
  const tokens = await authorizationCodeGrant(config, answer, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const token = tokens.claims();
  if (!token) throw new TypeError('no ID token');
  const { iss: proofIssuer, sub: subject } = token;
  const claims = Claims.parse(token);
  const groupsIn = (told: Record<string, unknown>) =>
    groupsClaim === undefined || told[groupsClaim] === undefined ? null : Groups.parse(told[groupsClaim]);
  const groups = groupsIn(token);
  const isEnough =
    claims.email !== undefined && claims.name !== undefined && (groupsClaim === undefined || groups !== null);
  if (isEnough || config.serverMetadata().userinfo_endpoint === undefined) {
    return { issuer: proofIssuer, subject, claims, groups: groups ?? [] };
  }
  const more = await fetchUserInfo(config, tokens.access_token, subject);
  return {
    ...{ issuer: proofIssuer, subject, claims: together(claims, Claims.parse(more)) },
    groups: groups ?? groupsIn(more) ?? [],
  };
}

/** What says that one address is verified must not vouch for another. */
function together(token: Claims, more: Claims): Claims {
  const isOther = token.email !== undefined && more.email !== undefined && token.email !== more.email;
  return isOther ? token : { ...more, ...token };
}
