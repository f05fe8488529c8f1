// What the console reads and changes about announcements.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type NewAnnouncement, PublishedAnnouncement } from '../../contract/console.ts';
import { Nothing, orThrow, useAsk } from '../api.ts';

const ANNOUNCEMENTS_KEY = ['announcements'] as const;
const PATH = '/announcements';

export function useAnnouncements() {
  const ask = useAsk();
  return useQuery({
    queryKey: ANNOUNCEMENTS_KEY,
    queryFn: async () => orThrow(await ask(z.array(PublishedAnnouncement), PATH)),
  });
}

/** Reads them again, also after a refusal: they may no longer be what this page believed. */
function useReadAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ANNOUNCEMENTS_KEY });
}

/** Publishes a new announcement, or changes the one with this id. */
export function usePublish(id: string | null) {
  const ask = useAsk();
  const onSettled = useReadAgain();
  return useMutation({
    mutationFn: async (body: NewAnnouncement) => {
      const request = id === null ? ask(PublishedAnnouncement, PATH, { method: 'POST', body }) : null;
      return orThrow(await (request ?? ask(PublishedAnnouncement, `${PATH}/${id}`, { method: 'PUT', body })));
    },
    onSettled,
  });
}

export function useWithdraw(id: string) {
  const ask = useAsk();
  const onSettled = useReadAgain();
  return useMutation({
    mutationFn: async () => orThrow(await ask(Nothing, `${PATH}/${id}/withdraw`, { method: 'POST' })),
    onSettled,
  });
}
