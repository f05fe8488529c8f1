// What the console reads and changes about tickets.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { HandOver } from '../../contract/backends.ts';
import {
  DeskTicket,
  type Reply,
  type Resolution,
  TicketPage,
  type TicketQuery,
} from '../../contract/console.ts';
import { unreachable } from '../../contract/primitives.ts';
import { ServerPolicy } from '../../contract/sync.ts';
import { Nothing, orThrow, useAsk } from '../api.ts';

const TICKETS_KEY = ['tickets'] as const;
const oneKey = (id: string) => [...TICKETS_KEY, 'one', id] as const;

/** One page of tickets; the page before stays while another is read. */
export function useTickets(query: TicketQuery) {
  const ask = useAsk();
  return useQuery({
    queryKey: [...TICKETS_KEY, 'page', query],
    queryFn: async () => {
      const { after, ...filter } = query;
      const parameters = new URLSearchParams({ ...filter, ...(after !== undefined && { after }) });
      return orThrow(await ask(TicketPage, `/tickets?${parameters}`));
    },
    placeholderData: keepPreviousData,
  });
}

export function useTicket(id: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: oneKey(id),
    queryFn: async () => orThrow(await ask(DeskTicket, `/tickets/${encodeURIComponent(id)}`)),
  });
}

/** Which files a reply may have; null until it is known, when the server is the one to refuse. */
export function useServerPolicy(): ServerPolicy | null {
  const ask = useAsk();
  const { data } = useQuery({
    queryKey: ['policy'],
    queryFn: async () => orThrow(await ask(ServerPolicy, '/policy')),
  });
  return data ?? null;
}

/** What a technician does to a ticket. */
export type DeskAct =
  | { act: 'take' | 'close' | 'reopen' }
  | { act: 'reply'; reply: Reply }
  | { act: 'resolve'; resolution: Resolution }
  | { act: 'hand-over'; handOver: HandOver };

function requestOf(done: DeskAct): { path: string; body?: Reply | Resolution | HandOver } {
  switch (done.act) {
    case 'take':
    case 'close':
    case 'reopen':
      return { path: done.act };
    case 'reply':
      return { path: 'replies', body: done.reply };
    case 'resolve':
      return { path: 'resolve', body: done.resolution };
    case 'hand-over':
      return { path: 'hand-over', body: done.handOver };
    default:
      return unreachable(done);
  }
}

export function useDeskAct(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (done: DeskAct) => {
      const { path, body } = requestOf(done);
      const request = { method: 'POST', ...(body && { body }) } as const;
      return orThrow(await ask(DeskTicket, `/tickets/${encodeURIComponent(id)}/${path}`, request));
    },
    onSuccess: (ticket) => client.setQueryData(oneKey(id), ticket),
    // Lists show the new status; and after a refusal the ticket is no longer what this page believed.
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}

/** Tries a parked delivery again. */
export function useRetryDelivery() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (deliveryId: string) =>
      orThrow(await ask(Nothing, `/deliveries/${deliveryId}/retry`, { method: 'POST' })),
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}
