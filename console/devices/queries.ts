// What the console reads and changes about organisations, devices and agents.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  AdvanceActivation,
  type ChangeAgentState,
  ChangedAgents,
  CreatedEnrolmentKey,
  DeviceRow,
  type NewAdvanceActivation,
  type NewOrganisation,
  Organisation,
} from '../../contract/console.ts';
import { Nothing, orThrow, useAsk } from '../api.ts';

const ORGANISATIONS_KEY = ['organisations'] as const;
const DEVICES_KEY = ['devices'] as const;

export function useOrganisations() {
  const ask = useAsk();
  return useQuery({
    queryKey: ORGANISATIONS_KEY,
    queryFn: async () => orThrow(await ask(z.array(Organisation), '/organisations')),
  });
}

/** The devices of every organisation. */
export function useDevices() {
  const ask = useAsk();
  return useQuery({
    queryKey: DEVICES_KEY,
    queryFn: async () => orThrow(await ask(z.array(DeviceRow), '/devices')),
  });
}

/** How many Windows users wait for activation, over all organisations. */
export function useWaitingCount(): number {
  const { data: devices = [] } = useDevices();
  return devices.flatMap(({ agents }) => agents).filter(({ state }) => state === 'waiting').length;
}

/** Reads organisations again after a change to them, before the change counts as done. */
function useReadOrganisationsAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ORGANISATIONS_KEY });
}

export function useCreateOrganisation() {
  const ask = useAsk();
  const onSuccess = useReadOrganisationsAgain();
  return useMutation({
    mutationFn: async (body: NewOrganisation) =>
      orThrow(await ask(Organisation, '/organisations', { method: 'POST', body })),
    onSuccess,
  });
}

export function useCreateEnrolmentKey() {
  const ask = useAsk();
  const onSuccess = useReadOrganisationsAgain();
  return useMutation({
    mutationFn: async (organisationId: string) =>
      orThrow(
        await ask(CreatedEnrolmentKey, `/organisations/${organisationId}/enrolment-keys`, { method: 'POST' }),
      ),
    onSuccess,
  });
}

export function useRevokeEnrolmentKey(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useReadOrganisationsAgain();
  return useMutation({
    mutationFn: async (keyId: string) =>
      orThrow(
        await ask(Nothing, `/organisations/${organisationId}/enrolment-keys/${keyId}`, { method: 'DELETE' }),
      ),
    onSuccess,
  });
}

export function useAddAdvanceActivation(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useReadOrganisationsAgain();
  return useMutation({
    mutationFn: async (body: NewAdvanceActivation) =>
      orThrow(
        await ask(AdvanceActivation, `/organisations/${organisationId}/advance-activations`, {
          method: 'POST',
          body,
        }),
      ),
    onSuccess,
  });
}

export function useRemoveAdvanceActivation(organisationId: string) {
  const ask = useAsk();
  const onSuccess = useReadOrganisationsAgain();
  return useMutation({
    mutationFn: async (activationId: string) =>
      orThrow(
        await ask(Nothing, `/organisations/${organisationId}/advance-activations/${activationId}`, {
          method: 'DELETE',
        }),
      ),
    onSuccess,
  });
}

// What one request may name at most (AgentSelection in the contract).
const AGENTS_PER_REQUEST = 1000;

function requestsOf({ act, selection }: ChangeAgentState): ChangeAgentState[] {
  if ('organisationId' in selection) return [{ act, selection }];
  const { agentIds } = selection;
  const requests: ChangeAgentState[] = [];
  for (let start = 0; start < agentIds.length; start += AGENTS_PER_REQUEST) {
    requests.push({ act, selection: { agentIds: agentIds.slice(start, start + AGENTS_PER_REQUEST) } });
  }
  return requests;
}

/** Activates, suspends or retires; answers how many agents changed. */
export function useChangeAgentState() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: ChangeAgentState) => {
      let changed = 0;
      for (const body of requestsOf(change)) {
        changed += orThrow(await ask(ChangedAgents, '/agents/state', { method: 'POST', body })).changed;
      }
      return changed;
    },
    // Also after a failure: a part of a long selection may have changed.
    onSettled: () => client.invalidateQueries({ queryKey: DEVICES_KEY }),
  });
}
