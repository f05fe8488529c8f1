// The routes by which administrators set, remove and test the identity provider of an organisation.
import { removeProvider, type SignInProviderParts, saveProvider } from '../enrolment/sign-in-provider.ts';
import { valueOrFail } from '../http/errors.ts';
import type { Handlers } from '../http/serve-api.ts';
import type { OidcProviders } from '../oidc/provider.ts';

export function consoleSignInHandlers(parts: SignInProviderParts & { providers: OidcProviders }) {
  return {
    saveSignIn: async ({ staff, params, body }) =>
      valueOrFail(await saveProvider(parts, staff.id, params.id, body)),
    removeSignIn: async ({ staff, params }) => valueOrFail(await removeProvider(parts, staff.id, params.id)),
    async testSignIn({ staff, body: { issuer } }) {
      const subject = { kind: 'staff', id: staff.id } as const;
      await parts.audit(parts.db, { staffId: staff.id, act: 'test-sign-in', subject, details: { issuer } });
      return parts.providers.check(issuer);
    },
  } satisfies Partial<Handlers>;
}
