// Queries and mutations of the people of the staff, for administrators.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewInvitation, StaffChange } from '../../contract/staff.ts';
import { orThrow, useAsk } from '../api.ts';
import { SESSION_KEY } from '../ui/query-client.ts';

const STAFF_KEY = ['staff'] as const;

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

export function useEndSessions() {
  const ask = useAsk();
  const onSettled = useInvalidateStaff();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('endSessionsOfStaff', { params: { id } })),
    onSettled,
  });
}
