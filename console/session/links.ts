// The one-time links of mails: what they are for, and their use. Invitations and recoveries sign in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SignedInStaff } from '../../contract/account.ts';
import type { StaffDecision } from '../../contract/approvals.ts';
import type { PasswordLinkRequest } from '../../contract/staff.ts';
import { orThrow, useAsk } from '../api.ts';
import { SESSION_KEY } from '../ui/query-client.ts';

/** Read once: each look counts against a limit, and a used link says nothing any more. */
const ONCE = { refetchInterval: false, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 } as const;

/** Queries that stay after a sign-in: who is signed in, and the link on this page. */
const KEPT: readonly unknown[] = [SESSION_KEY[0], 'invitation', 'recovery'];

/** Signs in: what the browser showed to somebody else before is forgotten. */
function useSignedIn() {
  const client = useQueryClient();
  return (staff: SignedInStaff) => {
    sessionStorage.clear();
    client.removeQueries({ predicate: ({ queryKey }) => !KEPT.includes(queryKey[0]) });
    client.setQueryData(SESSION_KEY, staff);
  };
}

export function useInvitation(token: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: async () => orThrow(await ask('readInvitation', { body: { token } })),
    ...ONCE,
  });
}

export function useAcceptInvitation(token: string) {
  const ask = useAsk();
  const onSuccess = useSignedIn();
  return useMutation({
    mutationFn: async (password: string) =>
      orThrow(await ask('acceptInvitation', { body: { token, password } })),
    onSuccess,
  });
}

export function useApproval(token: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['approval', token],
    queryFn: async () => orThrow(await ask('readApproval', { body: { token } })),
    ...ONCE,
  });
}

export function useDecision(token: string) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (decision: StaffDecision) =>
      orThrow(await ask('decideApproval', { body: { token, ...decision } })),
  });
}

export function useRecovery(token: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['recovery', token],
    queryFn: async () => orThrow(await ask('readRecovery', { body: { token } })),
    ...ONCE,
  });
}

export function useRecover(token: string) {
  const ask = useAsk();
  const onSuccess = useSignedIn();
  return useMutation({
    mutationFn: async (password: string) =>
      orThrow(await ask('recoverAdministrator', { body: { token, password } })),
    onSuccess,
  });
}

/** The answer says nothing of the account. */
export function useRequestPasswordLink() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (body: PasswordLinkRequest) => orThrow(await ask('requestPasswordLink', { body })),
  });
}

export function usePasswordLink(token: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['password-link', token],
    queryFn: async () => orThrow(await ask('readPasswordLink', { body: { token } })),
    ...ONCE,
  });
}

/** Signs nobody in, and ends a session that this browser may have. */
export function useSetPassword(token: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (password: string) =>
      orThrow(await ask('usePasswordLink', { body: { token, password } })),
    onSuccess: () => client.invalidateQueries({ queryKey: SESSION_KEY }),
  });
}
