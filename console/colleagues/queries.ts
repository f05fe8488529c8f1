// Queries and mutations of the colleagues: who works here, who is away, and who stands in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Absence, Colleague } from '../../contract/colleagues.ts';
import { orThrow, useAsk } from '../api.ts';
import { useInvalidateAccount } from '../session/second-factor.ts';

/** Below that of the staff, whose changes concern them too. */
const COLLEAGUES_KEY = ['staff', 'colleagues'] as const;
const NOBODY: readonly Colleague[] = [];

/** The active staff; nobody while they are fetched. */
export function useColleagues(): readonly Colleague[] {
  const ask = useAsk();
  const { data } = useQuery({
    queryKey: COLLEAGUES_KEY,
    queryFn: async () => orThrow(await ask('listColleagues')),
  });
  return data ?? NOBODY;
}

/** `memberId`: of somebody else; null for oneself. */
export function useSetAbsence(memberId: string | null) {
  const ask = useAsk();
  const client = useQueryClient();
  const invalidateAccount = useInvalidateAccount();
  return useMutation({
    mutationFn: async (absence: Absence | null) =>
      orThrow(
        await (memberId === null
          ? ask('setOwnAbsence', { body: { absence } })
          : ask('setAbsenceOfStaff', { params: { id: memberId }, body: { absence } })),
      ),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['staff'] });
      void invalidateAccount();
    },
  });
}
