// Queries and mutations of the people of the staff, for administrators.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Language } from '../../contract/primitives.ts';
import type { NewInvitation, StaffChange } from '../../contract/staff.ts';
import type { NewStaffProvider } from '../../contract/staff-provider.ts';
import { orThrow, useAsk } from '../api.ts';
import { SESSION_KEY } from '../ui/query-client.ts';

const STAFF_KEY = ['staff'] as const;
const PROVIDER_KEY = ['staff-provider'] as const;
/** the sign-in page shows the button of the provider */
const WAYS_KEY = ['sign-in-ways'] as const;

export function useStaffList() {
  const ask = useAsk();
  return useQuery({ queryKey: STAFF_KEY, queryFn: async () => orThrow(await ask('listStaff')) });
}

/**
 * Refetches the list, also after a refusal: the shown one may be stale. Nobody waits for it: a row that goes away would take along
 * what is said of its act.
 */
function useInvalidateStaff() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: STAFF_KEY });
}

export function useInvite() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (body: NewInvitation) => orThrow(await ask('inviteStaff', { body })),
    onSettled,
  });
}

export function useSendAgain() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('sendInvitationAgain', { params: { id } })),
    onSettled,
  });
}

export function useWithdrawInvitation() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('withdrawInvitation', { params: { id } })),
    onSettled,
  });
}

export function useChangeStaff(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  const invalidate = useInvalidateStaff();
  return useMutation({
    mutationFn: async (body: StaffChange) => orThrow(await ask('changeStaff', { params: { id }, body })),
    onSettled: () => {
      invalidate();
      // the own name is at the top of every page
      void client.invalidateQueries({ queryKey: SESSION_KEY });
    },
  });
}

export function useDeactivate() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('deactivateStaff', { params: { id } })),
    onSettled,
  });
}

export function useReactivate() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('reactivateStaff', { params: { id } })),
    onSettled,
  });
}

export function useResetSecondFactor() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('resetSecondFactor', { params: { id } })),
    onSettled,
  });
}

/** Mails a link that sets the password, in the language of whoever sends it. */
export function useSendPasswordLink(language: Language) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (id: string) =>
      orThrow(await ask('sendPasswordLink', { params: { id }, body: { language } })),
  });
}

export function useEndSessions() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('endSessionsOfStaff', { params: { id } })),
    onSettled,
  });
}

export function useProviderSettings() {
  const ask = useAsk();
  return useQuery({ queryKey: PROVIDER_KEY, queryFn: async () => orThrow(await ask('readStaffProvider')) });
}

function useInvalidateProvider() {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: PROVIDER_KEY });
    void client.invalidateQueries({ queryKey: WAYS_KEY });
  };
}

export function useSaveProvider() {
  const ask = useAsk();
  const onSettled = useInvalidateProvider();
  return useMutation({
    mutationFn: async (body: NewStaffProvider) => orThrow(await ask('saveStaffProvider', { body })),
    onSettled,
  });
}

export function useRemoveProvider() {
  const ask = useAsk();
  const onSettled = useInvalidateProvider();
  return useMutation({ mutationFn: async () => orThrow(await ask('removeStaffProvider')), onSettled });
}
