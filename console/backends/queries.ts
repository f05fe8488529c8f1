// What the console reads and changes about backends, routes and parked deliveries.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  Backend,
  BackendEntry,
  ConnectionCheck,
  ImportedEntries,
  ListedBackend,
  type NewBackend,
  ParkedDelivery,
  type Route,
  Routes,
} from '../../contract/backends.ts';
import { RoutableEntry } from '../../contract/console.ts';
import { Nothing, orThrow, useAsk } from '../api.ts';
import { useSession } from '../session/session.ts';

export const BACKENDS_KEY = ['backends'] as const;
const DELIVERIES_KEY = ['deliveries'] as const;
const ROUTES_KEY = ['routes'] as const;
const PATH = '/backends';

/** How a backend is changes by the second; events tell the rest. */
const REFETCH_MS = 15_000;

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

/** Every backend, for administrators; other staff are not shown them. */
export function useBackends() {
  const ask = useAsk();
  const { data: staff } = useSession();
  return useQuery({
    queryKey: BACKENDS_KEY,
    queryFn: async () => orThrow(await ask(z.array(ListedBackend), PATH)),
    enabled: staff?.role === 'administrator',
    refetchInterval: REFETCH_MS,
  });
}

/** How many deliveries wait for a decision, over all backends. */
export function useParkedCount(): number {
  const { data: backends = [] } = useBackends();
  return backends.reduce((sum, { health }) => sum + health.parked, 0);
}

function useReadBackendsAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: BACKENDS_KEY });
}

/** Adds a backend, or changes the one with this id. */
export function useSaveBackend(id: string | null) {
  const ask = useAsk();
  const onSettled = useReadBackendsAgain();
  return useMutation({
    mutationFn: async (body: NewBackend) => {
      const path = id === null ? PATH : pathOf(id);
      return orThrow(await ask(Backend, path, { method: id === null ? 'POST' : 'PUT', body }));
    },
    onSettled,
  });
}

export function useRemoveBackend(id: string) {
  const ask = useAsk();
  const onSettled = useReadBackendsAgain();
  return useMutation({
    mutationFn: async () => orThrow(await ask(Nothing, pathOf(id), { method: 'DELETE' })),
    onSettled,
  });
}

/** Tries the connection of a backend as it is saved. */
export function useTestSaved(id: string) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async () =>
      orThrow(await ask(z.array(ConnectionCheck), `${pathOf(id)}/test`, { method: 'POST' })),
  });
}

/** Tries a connection as it is typed, with the secrets that the backend of this id keeps where none are typed. */
export function useTestTyped(id: string | null) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async ({ settings, secrets }: NewBackend) => {
      const body = { id, settings, secrets };
      return orThrow(await ask(z.array(ConnectionCheck), `${PATH}/test`, { method: 'POST', body }));
    },
  });
}

export function useRoutes() {
  const ask = useAsk();
  return useQuery({ queryKey: ROUTES_KEY, queryFn: async () => orThrow(await ask(Routes, '/routes')) });
}

/** Families, services and leaves of every organisation's catalogue. */
export function useRoutableEntries() {
  const ask = useAsk();
  return useQuery({
    queryKey: [...ROUTES_KEY, 'entries'],
    queryFn: async () => orThrow(await ask(z.array(RoutableEntry), '/routes/entries')),
  });
}

export function useSaveRoutes() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Route[]) => orThrow(await ask(Routes, '/routes', { method: 'PUT', body })),
    onSuccess: (routes) => client.setQueryData(ROUTES_KEY, routes),
  });
}

export function useParkedDeliveries() {
  const ask = useAsk();
  return useQuery({
    queryKey: DELIVERIES_KEY,
    queryFn: async () => orThrow(await ask(z.array(ParkedDelivery), '/deliveries?state=parked')),
    refetchInterval: REFETCH_MS,
  });
}

/** Tries a parked delivery again, or gives it up for good. */
export function useSettleDelivery(act: 'retry' | 'discard') {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) =>
      orThrow(await ask(Nothing, `/deliveries/${id}/${act}`, { method: 'POST' })),
    onSettled: () =>
      Promise.all(
        [DELIVERIES_KEY, BACKENDS_KEY, ['tickets']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

/** What the backend offers an organisation. */
export function useBackendCatalogue(id: string, organisationId: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['backend-catalogue', id, organisationId],
    queryFn: async () => orThrow(await ask(z.array(BackendEntry), cataloguePath(id, organisationId))),
    // The backend is asked, which is slow: once is enough while the dialog is open.
    refetchInterval: false,
    retry: false,
  });
}

export function useImportCatalogue(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (organisationId: string) =>
      orThrow(await ask(ImportedEntries, cataloguePath(id, organisationId), { method: 'POST' })),
    onSettled: () => client.invalidateQueries({ queryKey: ROUTES_KEY }),
  });
}

function cataloguePath(id: string, organisation: string): string {
  return `${pathOf(id)}/catalogue?${new URLSearchParams({ organisation })}`;
}
