// The tickets that wait for the signed-in person.
import { useQuery } from '@tanstack/react-query';
import type { WaitingTicket } from '../../contract/attention.ts';
import { orThrow, useAsk } from '../api.ts';

/** Null until they are fetched. */
export function useWaitingTickets(): readonly WaitingTicket[] | null {
  const ask = useAsk();
  const { data } = useQuery({
    // below that of the tickets, so that each change of them is looked at
    queryKey: ['tickets', 'attention'],
    queryFn: async () => orThrow(await ask('readAttention')),
  });
  return data?.tickets ?? null;
}
