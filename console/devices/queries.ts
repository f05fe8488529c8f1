// Queries and mutations of organisations, devices and agents.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  ChangeAgentState,
  ChangedAgents,
  NewAdvanceActivation,
  NewEnrolmentKey,
  NewOrganisation,
} from '../../contract/console.ts';
import type { NewSignIn } from '../../contract/sign-in.ts';
import { orThrow, useAsk } from '../api.ts';

const ORGANISATIONS_KEY = ['organisations'] as const;
const DEVICES_KEY = ['devices'] as const;

export function useOrganisations() {
  const ask = useAsk();
  return useQuery({
    queryKey: ORGANISATIONS_KEY,
    queryFn: async () => orThrow(await ask('listOrganisations')),
  });
}

/** The devices of every organisation. */
export function useDevices() {
  const ask = useAsk();
  return useQuery({
    queryKey: DEVICES_KEY,
    queryFn: async () => orThrow(await ask('listDevices')),
  });
}

/** The number of Windows users who wait for activation, over all organisations. */
export function useWaitingCount(): number {
  const { data: devices = [] } = useDevices();
  return devices.flatMap(({ agents }) => agents).filter(({ state }) => state === 'waiting').length;
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

/** Tests an issuer, saved or not. */
export function useTestSignIn() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (issuer: string) => orThrow(await ask('testSignIn', { body: { issuer } })),
  });
}

// Maximum of agents in one request (AgentSelection in the contract).
const AGENTS_PER_REQUEST = 1000;

function requestsOf({ act, selection }: ChangeAgentState): ChangeAgentState[] {
  if ('organisationId' in selection) return [{ act, selection }];
  const { agentIds, revisions = {} } = selection;
  const requests: ChangeAgentState[] = [];
  for (let start = 0; start < agentIds.length; start += AGENTS_PER_REQUEST) {
    const ids = agentIds.slice(start, start + AGENTS_PER_REQUEST);
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
      for (const body of requestsOf(change)) {
        const { changed, undecided } = orThrow(await ask('changeAgentState', { body }));
        total.changed += changed;
        total.undecided += undecided;
      }
      return total;
    },
    // Also after a failure: some of the requests may have succeeded.
    onSettled: () => client.invalidateQueries({ queryKey: DEVICES_KEY }),
  });
}
