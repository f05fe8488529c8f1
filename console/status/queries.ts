// How the server is, read again while the page is shown.
import { useQuery } from '@tanstack/react-query';
import { orThrow, useAsk } from '../api.ts';

/** In milliseconds. Nothing announces these values: they change all the time. */
const EVERY = 10_000;

export function useServerStatus() {
  const ask = useAsk();
  return useQuery({
    queryKey: ['status'],
    queryFn: async () => orThrow(await ask('readServerStatus')),
    refetchInterval: EVERY,
  });
}
