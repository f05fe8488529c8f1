// Queries and mutations of the releases of the agent.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewRelease, ReleaseStage } from '../../contract/releases.ts';
import { orThrow, useAsk } from '../api.ts';

const RELEASES_KEY = ['releases'] as const;

export function useReleases() {
  const ask = useAsk();
  return useQuery({
    queryKey: RELEASES_KEY,
    queryFn: async () => orThrow(await ask('listReleases')),
  });
}

/** Refetches the releases, also after a refusal: the cached list may be stale. */
export function useInvalidateReleases() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: RELEASES_KEY });
}

export function useAddRelease() {
  const ask = useAsk();
  const onSettled = useInvalidateReleases();
  return useMutation({
    mutationFn: async (body: NewRelease) => orThrow(await ask('addRelease', { body })),
    onSettled,
  });
}

export function useStageRelease(id: string) {
  const ask = useAsk();
  const onSettled = useInvalidateReleases();
  return useMutation({
    mutationFn: async (body: ReleaseStage) => orThrow(await ask('stageRelease', { params: { id }, body })),
    onSettled,
  });
}

export function useRemoveRelease(id: string) {
  const ask = useAsk();
  const onSettled = useInvalidateReleases();
  return useMutation({
    mutationFn: async () => orThrow(await ask('removeRelease', { params: { id } })),
    onSettled,
  });
}
