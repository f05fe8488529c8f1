// The session: the query that says who is signed in, and the mutations that begin and end it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { SignedInStaff } from '../../contract/account.ts';
import type { SetupRequest, SignInRequest } from '../../contract/console.ts';
import { orThrow, useAsk } from '../api.ts';
import { SESSION_KEY } from '../ui/query-client.ts';
import { signWithPasskey } from './passkeys.ts';

/** The signed-in member of staff; null when nobody is. */
export function useSession() {
  const ask = useAsk();
  return useQuery<SignedInStaff | null>({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      const answer = await ask('readSession');
      if (!answer.ok && answer.error.code === 'not-signed-in') return null;
      return orThrow(answer);
    },
  });
}

/** The signed-in member of staff. Throws outside RequireSession. */
export function useStaff(): SignedInStaff {
  const { data } = useSession();
  if (!data) throw new Error('useStaff on a page without a session');
  return data;
}

/** Whether the signed-in person works for all organisations, and so may change what concerns all. */
export function useWorksForAll(): boolean {
  return useStaff().organisationIds === null;
}

export function useSignIn() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: z.input<typeof SignInRequest>) => orThrow(await ask('signIn', { body })),
    onSuccess: (staff) => client.setQueryData(SESSION_KEY, staff),
  });
}

export function usePasskeySignIn() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const body = await signWithPasskey(orThrow(await ask('beginPasskeySignIn')));
      return orThrow(await ask('signInWithPasskey', { body }));
    },
    onSuccess: (staff) => client.setQueryData(SESSION_KEY, staff),
  });
}

/** Creates the first administrator, who is then signed in. */
export function useSetUp() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: SetupRequest) => orThrow(await ask('setUp', { body })),
    onSuccess: (staff) => client.setQueryData(SESSION_KEY, staff),
  });
}

/** Ends the session, and clears the cache and the unsent texts. */
export function useSignOut() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => orThrow(await ask('signOut')),
    onSuccess: () => {
      sessionStorage.clear();
      client.setQueryData(SESSION_KEY, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
    },
  });
}
