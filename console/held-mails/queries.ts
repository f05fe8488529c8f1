// Queries and mutations of mails that wait for a technician.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CONSOLE_API } from '../../contract/console-api.ts';
import type { HeldMailDecision } from '../../contract/held-mails.ts';
import { pathOf } from '../../contract/operation.ts';
import { orThrow, useAsk } from '../api.ts';

/** Of the tickets: the same event tells of both. */
const TICKETS_KEY = ['tickets'] as const;

export const heldFileAddress = (id: string, position: number): string =>
  pathOf(CONSOLE_API.readHeldMailFile, { params: { id, position: String(position) } });

export function useHeldMails() {
  const ask = useAsk();
  return useQuery({
    queryKey: [...TICKETS_KEY, 'held-mails'],
    queryFn: async () => orThrow(await ask('listHeldMails')),
  });
}

export function useDecide(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: HeldMailDecision) =>
      orThrow(await ask('decideHeldMail', { params: { id }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}
