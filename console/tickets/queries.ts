// Queries and mutations of tickets.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NewApprover, StaffDecision } from '../../contract/approvals.ts';
import type { HandOver } from '../../contract/backends.ts';
import {
  type Correction,
  type DeskTicket,
  type DeskTicketSummary,
  type Reply,
  type Resolution,
  TicketQuery,
} from '../../contract/console.ts';
import { type AddressChange, PeopleQuery, type Person } from '../../contract/people.ts';
import { unreachable } from '../../contract/primitives.ts';
import type { Merge, NewRelation, Split } from '../../contract/relations.ts';
import type { Result } from '../../contract/result.ts';
import type { ServerPolicy } from '../../contract/sync.ts';
import type { Assignment } from '../../contract/teams.ts';
import type { Pending } from '../../contract/ticket.ts';
import { type Ask, orThrow, useAsk } from '../api.ts';
import { useTexts } from '../ui/texts.ts';
import { type CategoryOption, optionsOf } from './category-choices.ts';

const TICKETS_KEY = ['tickets'] as const;
const oneKey = (id: string) => [...TICKETS_KEY, 'one', id] as const;

/** One page of tickets; the previous page stays until the next is fetched. */
export function useTickets(query: TicketQuery) {
  const ask = useAsk();
  return useQuery({
    queryKey: [...TICKETS_KEY, 'page', query],
    queryFn: async () => orThrow(await ask('listTickets', { query })),
    placeholderData: keepPreviousData,
  });
}

export function useTicket(id: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: oneKey(id),
    queryFn: async () => orThrow(await ask('readTicket', { params: { id } })),
  });
}

/** Other tickets of its organisation that have a number, by that or by words; none while nothing is typed. */
export function useOtherTickets(
  { id, organisationId }: Pick<DeskTicket, 'id' | 'organisationId'>,
  typed: string,
): readonly (DeskTicketSummary & { number: string })[] {
  const ask = useAsk();
  const { success, data: query } = TicketQuery.safeParse({ show: 'all', search: typed, organisationId });
  const isAsked = success && typed.trim() !== '';
  const { data } = useQuery({
    queryKey: [...TICKETS_KEY, 'page', query],
    queryFn: async () => orThrow(await ask('listTickets', { query: query ?? {} })),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const tickets = isAsked ? (data?.tickets ?? []) : [];
  return tickets.flatMap(({ number, ...one }) =>
    number === null || one.id === id ? [] : [{ ...one, number }],
  );
}

/** The policy for files of a reply. Null until it is fetched; until then only the server checks it. */
export function useServerPolicy(): ServerPolicy | null {
  const ask = useAsk();
  const { data } = useQuery({
    queryKey: ['policy'],
    queryFn: async () => orThrow(await ask('readReplyPolicy')),
  });
  return data ?? null;
}

/** What a ticket of the organisation can be about; none while it is fetched, and without a catalogue. */
export function useCategoryOptions(organisationId: string): readonly CategoryOption[] {
  const ask = useAsk();
  const { language } = useTexts();
  const { data } = useQuery({
    queryKey: ['catalogue', organisationId],
    queryFn: async () =>
      orThrow(await ask('readCatalogueOfOrganisation', { params: { id: organisationId } })),
  });
  return useMemo(() => (data ? optionsOf(data, language) : []), [data, language]);
}

/** People of the organisation by parts of their name or address; nobody while too little is typed. */
export function usePeople(organisationId: string, typed: string): readonly Person[] {
  const ask = useAsk();
  const { success, data: query } = PeopleQuery.safeParse({ search: typed });
  const { data } = useQuery({
    queryKey: ['people', organisationId, query?.search],
    queryFn: async () =>
      query
        ? orThrow(await ask('findPeopleOfOrganisation', { params: { id: organisationId }, query }))
        : { people: [] },
    enabled: success,
    placeholderData: keepPreviousData,
  });
  return success ? (data?.people ?? NOBODY) : NOBODY;
}

const NOBODY: readonly Person[] = [];

/** An act of a technician on a ticket. */
export type DeskAct =
  | { act: 'take' | 'resume' | 'close' | 'reopen' | 'follow' | 'unfollow' }
  | { act: 'assign'; assignment: Assignment }
  | { act: 'correct'; correction: Correction }
  | { act: 'set-pending'; pending: Pending }
  | { act: 'reply'; reply: Reply }
  | { act: 'resolve'; resolution: Resolution }
  | { act: 'hand-over'; handOver: HandOver }
  | { act: 'name-approver'; approver: NewApprover }
  | { act: 'decide'; decision: StaffDecision }
  | { act: 'merge'; merge: Merge }
  | { act: 'undo-merger' }
  | { act: 'relate'; relation: NewRelation }
  | { act: 'remove-relation'; relationId: string };

function sendAct(ask: Ask, id: string, act: DeskAct): Promise<Result<DeskTicket>> {
  const params = { id };
  switch (act.act) {
    case 'take':
      return ask('takeTicket', { params });
    case 'follow':
      return ask('followTicket', { params });
    case 'unfollow':
      return ask('unfollowTicket', { params });
    case 'assign':
      return ask('assignTicket', { params, body: act.assignment });
    case 'correct':
      return ask('correctTicket', { params, body: act.correction });
    case 'set-pending':
      return ask('setTicketPending', { params, body: act.pending });
    case 'resume':
      return ask('resumeTicket', { params });
    case 'close':
      return ask('closeTicket', { params });
    case 'reopen':
      return ask('reopenTicket', { params });
    case 'reply':
      return ask('replyToTicket', { params, body: act.reply });
    case 'resolve':
      return ask('resolveTicket', { params, body: act.resolution });
    case 'hand-over':
      return ask('handOverTicket', { params, body: act.handOver });
    case 'name-approver':
      return ask('nameApprover', { params, body: act.approver });
    case 'decide':
      return ask('decideTicket', { params, body: act.decision });
    case 'merge':
      return ask('mergeTicket', { params, body: act.merge });
    case 'undo-merger':
      return ask('undoMerger', { params });
    case 'relate':
      return ask('relateTicket', { params, body: act.relation });
    case 'remove-relation':
      return ask('removeRelation', { params: { id, relationId: act.relationId } });
    default:
      return unreachable(act);
  }
}

export function useDeskAct(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (act: DeskAct) => orThrow(await sendAct(ask, id, act)),
    onSuccess: (ticket) => client.setQueryData(oneKey(id), ticket),
    // Lists show the new status; and after a refusal the cached ticket may be stale.
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}

/** Gives somebody another address; nothing is changed where somebody else has it and the change does not say that both are one. */
export function useChangeAddress(organisationId: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: AddressChange) =>
      orThrow(await ask('changeAddress', { params: { id: organisationId }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}

/** Makes a ticket of its own of a part of this one, and answers it. */
export function useSplit(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Split) => orThrow(await ask('splitTicket', { params: { id }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: TICKETS_KEY }),
  });
}
