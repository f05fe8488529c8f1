// Queries and mutations of teams. All staff read them, administrators change them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewTeam } from '../../contract/teams.ts';
import { orThrow, useAsk } from '../api.ts';

/** Below that of the staff, whose changes concern the members too. */
const TEAMS_KEY = ['staff', 'teams'] as const;

export function useTeams() {
  const ask = useAsk();
  return useQuery({ queryKey: TEAMS_KEY, queryFn: async () => orThrow(await ask('listTeams')) });
}

/** Refetches the teams, also after a refusal: those shown may be stale. */
function useInvalidateTeams() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: TEAMS_KEY });
}

/** `id`: of the team to change; null for a new one. */
export function useSaveTeam(id: string | null) {
  const ask = useAsk();
  const onSettled = useInvalidateTeams();
  return useMutation({
    mutationFn: async (body: NewTeam) =>
      orThrow(
        await (id === null ? ask('createTeam', { body }) : ask('changeTeam', { params: { id }, body })),
      ),
    onSettled,
  });
}

export function useDissolveTeam() {
  const ask = useAsk();
  const onSettled = useInvalidateTeams();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask('dissolveTeam', { params: { id } })),
    onSettled,
  });
}
