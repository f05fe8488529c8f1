// A real OpenID provider in this process, with accounts that sign in without typing, and a browser that follows its redirects.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AdapterFactory,
  type AdapterPayload,
  type Configuration,
  interactionPolicy,
  Provider,
} from 'oidc-provider';

/** Claims of an account, by its subject. */
type Accounts = Record<string, Record<string, unknown>>;

export interface IdentityProvider {
  readonly issuer: string;
  /** `down` closes every connection, `slow` never answers */
  mode: 'up' | 'down' | 'slow';
  /** the discovery document gets these members; undefined removes one */
  document: Record<string, unknown>;
  accounts: Accounts;
  /** Follows the address as the browser of this account. Returns the address to which the browser goes at last. */
  visit(address: string, subject: string): Promise<URL>;
  close(): Promise<void>;
}

export const PUBLIC_CLIENT = 'guichet';
export const CONFIDENTIAL_CLIENT = 'guichet-with-secret';
export const CLIENT_SECRET = 'a-secret-of-the-client-and-of-nobody-else';
export const OTHER_CLIENT = 'another-program';
/** the console, for staff */
export const STAFF_CLIENT = 'guichet-console';

const NATIVE = {
  application_type: 'native' as const,
  redirect_uris: ['http://127.0.0.1/sign-in'],
  grant_types: ['authorization_code'],
  response_types: ['code' as const],
};

/** Keeps what the provider stores for as long as the test runs. */
function createAdapter(): AdapterFactory {
  const stored = new Map<string, AdapterPayload>();
  return (model) => {
    const keyOf = (id: string) => `${model} ${id}`;
    const found = async (wanted: (payload: AdapterPayload) => boolean) => [...stored.values()].find(wanted);
    return {
      upsert: async (id, payload) => void stored.set(keyOf(id), payload),
      find: async (id) => stored.get(keyOf(id)),
      findByUid: (uid) => found((payload) => payload.uid === uid),
      findByUserCode: (userCode) => found((payload) => payload.userCode === userCode),
      async consume(id) {
        const payload = stored.get(keyOf(id));
        if (payload) stored.set(keyOf(id), { ...payload, consumed: true });
      },
      destroy: async (id) => void stored.delete(keyOf(id)),
      async revokeByGrantId(grantId) {
        for (const [key, payload] of stored) if (payload.grantId === grantId) stored.delete(key);
      },
    };
  };
}

function configurationOf(accounts: () => Accounts): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return {
    adapter: createAdapter(),
    clients: [
      { ...NATIVE, client_id: PUBLIC_CLIENT, token_endpoint_auth_method: 'none' },
      { ...NATIVE, client_id: OTHER_CLIENT, token_endpoint_auth_method: 'none' },
      {
        ...NATIVE,
        client_id: STAFF_CLIENT,
        client_secret: CLIENT_SECRET,
        redirect_uris: ['http://127.0.0.1/signin/provider', 'http://localhost/signin/provider'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        ...NATIVE,
        client_id: CONFIDENTIAL_CLIENT,
        client_secret: CLIENT_SECRET,
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    ttl: {
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, { uid }) => `/interaction/${uid}` },
    claims: {
      email: ['email', 'email_verified', 'xms_edov'],
      profile: ['name', 'preferred_username', 'groups'],
    },
    findAccount: (_, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...accounts()[subject] }),
    }),
  };
}

/** Answers each question of the provider for the account that the browser names. */
async function answerPrompt(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const accountId = String(request.headers['x-account']);
  if (prompt.name !== 'consent') {
    return provider.interactionFinished(request, response, {
      login: { accountId },
      [prompt.name]: { accountId },
    });
  }
  const grant = new provider.Grant({
    accountId: session?.accountId ?? '',
    clientId: String(params.client_id),
  });
  grant.addOIDCScope('openid email profile');
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

/** Sends cookies back to where they came from, as a browser does. */
async function follow(address: string, subject: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(address);
  for (let steps = 0; steps < 20; steps += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'x-account': subject, ...(cookie !== '' && { cookie }) };
    const answer = await fetch(at, { redirect: 'manual', headers });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    at = new URL(next, at);
    if (['/sign-in', '/signin/provider'].includes(at.pathname)) return at;
  }
  throw new Error('the provider redirects without end');
}

/** Opens a provider without accounts. */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  let handle = async (_request: IncomingMessage, _response: ServerResponse): Promise<void> => {};
  const server = http.createServer((request, response) => {
    if (fake.mode === 'down') request.socket.destroy();
    if (fake.mode === 'up') void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: IdentityProvider = {
    issuer,
    mode: 'up',
    document: {},
    accounts: {},
    visit: follow,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = new Provider(
    issuer,
    configurationOf(() => fake.accounts),
  );
  provider.use(async (context, next) => {
    await next();
    if (!context.path.startsWith('/.well-known/')) return;
    context.body = { ...(context.body as object), ...fake.document };
  });
  const callback = provider.callback();
  handle = async (request, response) => {
    if (request.url?.startsWith('/interaction/')) return answerPrompt(provider, request, response);
    await callback(request, response);
  };
  return fake;
}
