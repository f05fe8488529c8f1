// Queries and mutations of backends, routes and parked deliveries.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewBackend, Route } from '../../contract/backends.ts';
import { orThrow, useAsk } from '../api.ts';
import { useSession } from '../session/session.ts';

const BACKENDS_KEY = ['backends'] as const;
const DELIVERIES_KEY = ['deliveries'] as const;
const ROUTES_KEY = ['routes'] as const;

/** Parts of the health, such as overdue numbers, change without an event, so it is polled more often than the rest. */
const REFETCH_MS = 15_000;

/** Every backend. Disabled for staff who are not administrators. */
export function useBackends() {
  const ask = useAsk();
  const { data: staff } = useSession();
  return useQuery({
    queryKey: BACKENDS_KEY,
    queryFn: async () => orThrow(await ask('listBackends')),
    enabled: staff?.role === 'administrator',
    refetchInterval: REFETCH_MS,
  });
}

/** The number of parked deliveries over all backends. */
export function useParkedCount(): number {
  const { data: backends = [] } = useBackends();
  return backends.reduce((sum, { health }) => sum + health.parked, 0);
}

function useInvalidateBackends() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: BACKENDS_KEY });
}

/** Adds a backend, or changes the one with this id. */
export function useSaveBackend(id: string | null) {
  const ask = useAsk();
  const onSettled = useInvalidateBackends();
  return useMutation({
    mutationFn: async (body: NewBackend) =>
      orThrow(
        await (id === null ? ask('addBackend', { body }) : ask('changeBackend', { params: { id }, body })),
      ),
    onSettled,
  });
}

export function useRemoveBackend(id: string) {
  const ask = useAsk();
  const onSettled = useInvalidateBackends();
  return useMutation({
    mutationFn: async () => orThrow(await ask('removeBackend', { params: { id } })),
    onSettled,
  });
}

/** Tests the connection of a backend with its saved settings. */
export function useTestBackend(id: string) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async () => orThrow(await ask('testBackend', { params: { id } })),
  });
}

/** Tests a connection with typed settings; an empty secret means the stored one of the backend with this id. */
export function useTestSettings(id: string | null) {
  const ask = useAsk();
  return useMutation({
    mutationFn: async ({ settings, secrets }: NewBackend) =>
      orThrow(await ask('testSettings', { body: { id, settings, secrets } })),
  });
}

export function useRoutes() {
  const ask = useAsk();
  return useQuery({ queryKey: ROUTES_KEY, queryFn: async () => orThrow(await ask('listRoutes')) });
}

/** Families, services and leaves of every organisation's catalogue. */
export function useRoutableEntries() {
  const ask = useAsk();
  return useQuery({
    queryKey: [...ROUTES_KEY, 'entries'],
    queryFn: async () => orThrow(await ask('listRoutableEntries')),
  });
}

export function useSaveRoutes() {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Route[]) => orThrow(await ask('replaceRoutes', { body })),
    onSuccess: (routes) => client.setQueryData(ROUTES_KEY, routes),
  });
}

export function useParkedDeliveries() {
  const ask = useAsk();
  return useQuery({
    queryKey: DELIVERIES_KEY,
    queryFn: async () => orThrow(await ask('listParkedDeliveries', { query: { state: 'parked' } })),
    refetchInterval: REFETCH_MS,
  });
}

type Decision = 'retry' | 'discard';

function useInvalidateDeliveries() {
  const client = useQueryClient();
  const keys = [DELIVERIES_KEY, BACKENDS_KEY, ['tickets']];
  return () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** Retries or discards a parked delivery. */
export function useSettleDelivery(decision: Decision) {
  const ask = useAsk();
  const onSettled = useInvalidateDeliveries();
  return useMutation({
    mutationFn: async (id: string) =>
      orThrow(await ask(decision === 'retry' ? 'retryDelivery' : 'discardDelivery', { params: { id } })),
    onSettled,
  });
}

/** Retries or discards a parked delivery and all that are parked at its backend for the same reason. */
export function useSettleAlike(decision: Decision) {
  const ask = useAsk();
  const onSettled = useInvalidateDeliveries();
  return useMutation({
    mutationFn: async (id: string) =>
      orThrow(await ask(decision === 'retry' ? 'retryAlike' : 'discardAlike', { params: { id } })),
    onSettled,
  });
}

/** The catalogue that the backend offers an organisation. */
export function useBackendCatalogue(id: string, organisation: string) {
  const ask = useAsk();
  return useQuery({
    queryKey: ['backend-catalogue', id, organisation],
    queryFn: async () =>
      orThrow(await ask('readBackendCatalogue', { params: { id }, query: { organisation } })),
    // The server calls the backend for it, which is slow: once is enough while the dialog is open.
    refetchInterval: false,
    retry: false,
  });
}

export function useImportCatalogue(id: string) {
  const ask = useAsk();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (organisation: string) =>
      orThrow(await ask('importBackendCatalogue', { params: { id }, query: { organisation } })),
    onSettled: () => client.invalidateQueries({ queryKey: ROUTES_KEY }),
  });
}
