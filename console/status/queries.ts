// How the server is, read again while the page is shown.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { orThrow, useAsk } from '../api.ts';

/** In milliseconds. Nothing announces these values: they change all the time. */
const EVERY = 10_000;
const MAILS_KEY = ['mail-queue'] as const;

export function useServerStatus() {
  const ask = useAsk();
  return useQuery({
    queryKey: ['status'],
    queryFn: async () => orThrow(await ask('readServerStatus')),
    refetchInterval: EVERY,
  });
}

export function useMailQueue() {
  const ask = useAsk();
  return useQuery({
    queryKey: MAILS_KEY,
    queryFn: async () => orThrow(await ask('readMailQueue')),
    refetchInterval: EVERY,
  });
}

/** The mutation takes the id of the mail. */
export function useSettleMail(act: 'retryMail' | 'discardMail') {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => orThrow(await ask(act, { params: { id } })),
    // not awaited: the row that says what became of it goes with the list
    onSettled: () => void client.invalidateQueries({ queryKey: MAILS_KEY }),
  });
}
