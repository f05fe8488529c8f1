// Queries and mutations of the own password, passkeys, sessions and mails, and of the rules for signing in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ChangePassword, Reauthentication, SignInRules } from '../../contract/account.ts';
import type { MailWishes } from '../../contract/mails.ts';
import { orThrow, useAsk } from '../api.ts';
import { makePasskey } from '../session/passkeys.ts';
import { useInvalidateAccount } from '../session/second-factor.ts';
import { useStaff } from '../session/session.ts';
import { SESSION_KEY } from '../ui/query-client.ts';

const SESSIONS_KEY = ['sessions'] as const;
const RULES_KEY = ['sign-in-rules'] as const;
const WISHES_KEY = ['mail-wishes'] as const;

export function useSessions() {
  const ask = useAsk();
  return useQuery({ queryKey: SESSIONS_KEY, queryFn: async () => orThrow(await ask('listSessions')) });
}

function useInvalidateSessions() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: SESSIONS_KEY });
}

export function useEndSession() {
  const ask = useAsk();
  const onSettled = useInvalidateSessions();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('endSession', { params: { id } })),
    onSettled,
  });
}

export function useEndOtherSessions() {
  const ask = useAsk();
  const onSettled = useInvalidateSessions();
  return useMutation({ mutationFn: async () => orThrow(await ask('endOtherSessions')), onSettled });
}

export function useChangePassword() {
  const ask = useAsk();
  const onSettled = useInvalidateSessions();
  return useMutation({
    mutationFn: async (body: ChangePassword) => orThrow(await ask('changePassword', { body })),
    onSettled,
  });
}

export function useRemoveSecondFactor() {
  const ask = useAsk();
  const onSettled = useInvalidateAccount();
  return useMutation({
    mutationFn: async (body: Reauthentication) => orThrow(await ask('removeSecondFactor', { body })),
    onSettled,
  });
}

/** Makes a passkey on a device and adds it under a name. */
export function useAddPasskey() {
  const ask = useAsk();
  const staff = useStaff();
  const onSettled = useInvalidateAccount();
  return useMutation({
    mutationFn: async (name: string) => {
      const made = await makePasskey(orThrow(await ask('beginPasskey')), staff);
      return orThrow(await ask('addPasskey', { body: { ...made, name } }));
    },
    onSettled,
  });
}

export function useRenamePasskey(id: string) {
  const ask = useAsk();
  const onSettled = useInvalidateAccount();
  return useMutation({
    mutationFn: async (name: string) =>
      orThrow(await ask('renamePasskey', { params: { id }, body: { name } })),
    onSettled,
  });
}

export function useRemovePasskey() {
  const ask = useAsk();
  const onSettled = useInvalidateAccount();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('removePasskey', { params: { id } })),
    onSettled,
  });
}

/** For administrators. */
export function useSignInRules() {
  const ask = useAsk();
  return useQuery({ queryKey: RULES_KEY, queryFn: async () => orThrow(await ask('readSignInRules')) });
}

/** May make a second factor due for the person who changes them, so the session is read again. */
export function useChangeSignInRules() {
  const ask = useAsk();
  const client = useQueryClient();
  const invalidateAccount = useInvalidateAccount();
  return useMutation({
    mutationFn: async (body: SignInRules) => orThrow(await ask('changeSignInRules', { body })),
    onSuccess: (rules) => client.setQueryData(RULES_KEY, rules),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: SESSION_KEY });
      await invalidateAccount();
    },
  });
}

export function useMailWishes() {
  const ask = useAsk();
  return useQuery({ queryKey: WISHES_KEY, queryFn: async () => orThrow(await ask('readMailWishes')) });
}

/** What was chosen is shown at once, and taken back where it was not saved. */
export function useSaveMailWishes() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: MailWishes) => orThrow(await ask('saveMailWishes', { body })),
    onMutate: (wishes) => client.setQueryData(WISHES_KEY, wishes),
    onSettled: () => client.invalidateQueries({ queryKey: WISHES_KEY }),
  });
}
