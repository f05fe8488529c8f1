// Queries and mutations of the own account's second factor.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Reauthentication } from '../../contract/account.ts';
import { orThrow, useAsk } from '../api.ts';

const ACCOUNT_KEY = ['account'] as const;

export function useAccount() {
  const ask = useAsk();
  return useQuery({ queryKey: ACCOUNT_KEY, queryFn: async () => orThrow(await ask('readAccount')) });
}

/** Refetches the account, also after a refusal: the cached one may be stale. */
export function useInvalidateAccount() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ACCOUNT_KEY });
}

export function useBeginSecondFactor() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (body: Reauthentication) => orThrow(await ask('beginSecondFactor', { body })),
  });
}

export function useConfirmSecondFactor() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (code: string) => orThrow(await ask('confirmSecondFactor', { body: { code } })),
  });
}
