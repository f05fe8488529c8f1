// Queries and mutations of announcements.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewAnnouncement } from '../../contract/console.ts';
import { orThrow, useAsk } from '../api.ts';

const ANNOUNCEMENTS_KEY = ['announcements'] as const;

export function useAnnouncements() {
  const ask = useAsk();
  return useQuery({
    queryKey: ANNOUNCEMENTS_KEY,
    queryFn: async () => orThrow(await ask('listAnnouncements')),
  });
}

/** Refetches the announcements, also after a refusal: the cached list may be stale. */
function useInvalidateAnnouncements() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ANNOUNCEMENTS_KEY });
}

/** Publishes a new announcement, or changes the one with this id. */
export function usePublish(id: string | null) {
  const ask = useAsk();
  const onSettled = useInvalidateAnnouncements();
  return useMutation({
    mutationFn: async (body: NewAnnouncement) =>
      orThrow(
        await (id === null
          ? ask('publishAnnouncement', { body })
          : ask('changeAnnouncement', { params: { id }, body })),
      ),
    onSettled,
  });
}

export function useWithdraw(id: string) {
  const ask = useAsk();
  const onSettled = useInvalidateAnnouncements();
  return useMutation({
    mutationFn: async () => orThrow(await ask('withdrawAnnouncement', { params: { id } })),
    onSettled,
  });
}
