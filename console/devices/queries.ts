// Queries and mutations of organisations, devices and agents.
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import {
  AGENTS_PER_ACT,
  type AgentFilter,
  type ChangeAgentState,
  type ChangedAgents,
  type NewAdvanceActivation,
  type NewEnrolmentKey,
  type NewOrganisation,
} from '../../contract/console.ts';
import type { NewSignIn } from '../../contract/sign-in.ts';
import { orThrow, useAsk } from '../api.ts';

const ORGANISATIONS_KEY = ['organisations'] as const;
const DEVICES_KEY = ['devices'] as const;
const EVERYBODY: AgentFilter = { search: '' };

export function useOrganisations() {
  const ask = useAsk();
  return useQuery({
    queryKey: ORGANISATIONS_KEY,
    queryFn: async () => orThrow(await ask('listOrganisations')),
  });
}

/** The devices that match, page after page; those of the filter before stay until the first page is fetched. */
export function useDevices(filter: AgentFilter) {
  const ask = useAsk();
  return useInfiniteQuery({
    queryKey: [...DEVICES_KEY, 'pages', filter],
    queryFn: async ({ pageParam: after }) =>
      orThrow(await ask('listDevices', { query: { ...filter, ...(after !== null && { after }) } })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

/** The numbers of Windows users that match, by state. */
export function useAgentCounts(filter: AgentFilter) {
  const ask = useAsk();
  return useQuery({
    queryKey: [...DEVICES_KEY, 'counts', filter],
    queryFn: async () => orThrow(await ask('countAgents', { query: filter })),
    placeholderData: keepPreviousData,
  });
}

/** The number of Windows users who wait for activation, over all organisations. */
export function useWaitingCount(): number {
  return useAgentCounts(EVERYBODY).data?.waiting ?? 0;
}

/** Refetches organisations after a change; the mutation stays pending until they are here. */
function useInvalidateOrganisations() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ORGANISATIONS_KEY });
}

export function useCreateOrganisation() {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (body: NewOrganisation) => orThrow(await ask('createOrganisation', { body })),
    onSuccess,
  });
}

export function useCreateEnrolmentKey(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (body: NewEnrolmentKey) =>
      orThrow(await ask('createEnrolmentKey', { params: { id: organisationId }, body })),
    onSuccess,
  });
}

export function useRevokeEnrolmentKey(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (keyId: string) =>
      orThrow(await ask('revokeEnrolmentKey', { params: { id: organisationId, keyId } })),
    onSuccess,
  });
}

export function useAddAdvanceActivation(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (body: NewAdvanceActivation) =>
      orThrow(await ask('addAdvanceActivation', { params: { id: organisationId }, body })),
    onSuccess,
  });
}

export function useRemoveAdvanceActivation(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (activationId: string) =>
      orThrow(await ask('removeAdvanceActivation', { params: { id: organisationId, activationId } })),
    onSuccess,
  });
}

export function useSaveSignIn(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (body: NewSignIn) =>
      orThrow(await ask('saveSignIn', { params: { id: organisationId }, body })),
    onSuccess,
  });
}

export function useRemoveSignIn() {
  const ask = useAsk();
  const onSuccess = useInvalidateOrganisations();
  return useMutation({
    mutationFn: async (organisationId: string) =>
      orThrow(await ask('removeSignIn', { params: { id: organisationId } })),
    onSuccess,
  });
}

function requestsOf({ act, selection }: ChangeAgentState): ChangeAgentState[] {
  if (!('agentIds' in selection)) return [{ act, selection }];
  const { agentIds, revisions = {} } = selection;
  const requests: ChangeAgentState[] = [];
  for (let start = 0; start < agentIds.length; start += AGENTS_PER_ACT) {
    const ids = agentIds.slice(start, start + AGENTS_PER_ACT);
    const shown = Object.fromEntries(ids.map((id) => [id, revisions[id] ?? '']));
    requests.push({ act, selection: { agentIds: ids, revisions: shown } });
  }
  return requests;
}

/** Changes agents, in several requests if there are many. Returns how many changed, and how many need a decision. */
export function useChangeAgentState() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: ChangeAgentState) => {
      const total: ChangedAgents = { changed: 0, undecided: 0 };
      const requests = requestsOf(change);
      for (let body = requests.shift(); body; body = requests.shift()) {
        const { changed, undecided, next } = orThrow(await ask('changeAgentState', { body }));
        total.changed += changed;
        total.undecided += undecided;
        const { act, selection } = body;
        if (next !== undefined) requests.unshift({ act, selection: { ...selection, after: next } });
      }
      return total;
    },
    // Also after a failure: some of the requests may have succeeded.
    onSettled: () => client.invalidateQueries({ queryKey: DEVICES_KEY }),
  });
}
