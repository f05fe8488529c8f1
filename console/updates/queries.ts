// What the console reads and changes about releases of the agent.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type NewRelease, Release, type ReleaseStage, Releases } from '../../contract/releases.ts';
import { Nothing, orThrow, useAsk } from '../api.ts';

const RELEASES_KEY = ['releases'] as const;
const PATH = '/releases';

export function useReleases() {
  const ask = useAsk();
  return useQuery({
    queryKey: RELEASES_KEY,
    queryFn: async () => orThrow(await ask(Releases, PATH)),
  });
}

/** Reads them again, also after a refusal: they may no longer be what this page believed. */
export function useReadReleasesAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: RELEASES_KEY });
}

export function useAddRelease() {
  const ask = useAsk();
  const onSettled = useReadReleasesAgain();
  return useMutation({
    mutationFn: async (body: NewRelease) => orThrow(await ask(Release, PATH, { method: 'POST', body })),
    onSettled,
  });
}

export function useStageRelease(id: string) {
  const ask = useAsk();
  const onSettled = useReadReleasesAgain();
  return useMutation({
    mutationFn: async (body: ReleaseStage) =>
      orThrow(await ask(Release, `${PATH}/${id}/stage`, { method: 'PUT', body })),
    onSettled,
  });
}

export function useRemoveRelease(id: string) {
  const ask = useAsk();
  const onSettled = useReadReleasesAgain();
  return useMutation({
    mutationFn: async () => orThrow(await ask(Nothing, `${PATH}/${id}`, { method: 'DELETE' })),
    onSettled,
  });
}
