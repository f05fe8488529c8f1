// The cache of server data: cached data is shown while it is refetched.
import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import type { RequestFailed } from '../api.ts';

// Every query and mutation of the console fails with this error.
declare module '@tanstack/react-query' {
  interface Register {
    defaultError: RequestFailed;
  }
}

/** Cache key of the session: a Staff, null if nobody is signed in, undefined before the first answer. */
export const SESSION_KEY = ['session'] as const;

const REFETCH_MS = 60_000;

export function createQueryClient(): QueryClient {
  // A button must be disabled right after a click. The default scheduler (a timer) would let a double click through.
  notifyManager.setScheduler(queueMicrotask);
  // Any request can find that the session has ended; then RequireSession redirects to the sign-in page.
  const onError = ({ failure }: RequestFailed) => {
    if (failure.code === 'not-signed-in') client.setQueryData(SESSION_KEY, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Send requests even if the browser reports that it is offline: the server may be on this machine.
        networkMode: 'always',
        refetchInterval: REFETCH_MS,
        retry: (attempt, { failure }) => failure.code === 'server-unreachable' && attempt < 2,
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
