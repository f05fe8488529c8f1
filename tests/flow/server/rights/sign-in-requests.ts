// A valid request for each operation on ways to sign in, on a server where nobody has set one up.
import { v7 } from 'uuid';
import type { ConsoleApi } from '../../../../contract/console-api.ts';
import { PASSWORD } from '../../../fakes/server/test-server.ts';
import type { Builder } from './request.ts';

const ASSERTION = { id: 'a', clientDataJSON: 'a', authenticatorData: 'a', signature: 'a', userHandle: 'a' };

const ANSWER = { state: 'a', code: 'a', issuer: null };

export const SIGN_IN_REQUESTS = {
  readSignInWays: () => ({}),
  beginPasskeySignIn: () => ({}),
  signInWithPasskey: () => ({ body: ASSERTION }),
  proveByPassword: () => ({ body: { password: PASSWORD, code: null } }),
  proveByPasskey: () => ({ body: ASSERTION }),
  beginPasskey: () => ({}),
  addPasskey: () => ({ body: { name: 'Laptop', id: 'a', clientDataJSON: 'a', attestationObject: 'a' } }),
  beginProviderSignIn: () => ({ body: { purpose: 'sign-in' } }),
  signInWithProvider: () => ({ body: ANSWER }),
  proveByProvider: () => ({ body: ANSWER }),
  renamePasskey: () => ({ params: { id: v7() }, body: { name: 'Laptop' } }),
  removePasskey: () => ({ params: { id: v7() } }),
} satisfies { readonly [N in keyof ConsoleApi]?: Builder<N> };
