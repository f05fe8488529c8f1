// The console's memory of the server: what was last known is shown while it is read again.
import { MutationCache, notifyManager, QueryCache, QueryClient } from '@tanstack/react-query';
import type { RequestFailed } from '../api.ts';

// Every query and mutation of the console fails in this one way.
declare module '@tanstack/react-query' {
  interface Register {
    defaultError: RequestFailed;
  }
}

/** Who is signed in: a Staff, null when nobody is, undefined before the server was asked. */
export const SESSION_KEY = ['session'] as const;

const REFETCH_MS = 60_000;

export function createQueryClient(): QueryClient {
  // A button waits from its click on: told in a timer, it would still take the second click of a double click.
  notifyManager.setScheduler(queueMicrotask);
  // A session can end under any request; whoever meets that sends the whole console to the sign-in page.
  const onError = ({ failure }: RequestFailed) => {
    if (failure.code === 'not-signed-in') client.setQueryData(SESSION_KEY, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Ask even where the browser believes it is offline: the server may be on this machine.
        networkMode: 'always',
        refetchInterval: REFETCH_MS,
        retry: (attempt, { failure }) => failure.code === 'server-unreachable' && attempt < 2,
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
