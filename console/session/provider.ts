// The way to the identity provider and back: a sign-in in this tab, a proof in a window of its own.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import type { SignedInStaff } from '../../contract/account.ts';
import { PROVIDER_RETURN_PATH, ProviderAnswer, type ProviderPurpose } from '../../contract/staff-provider.ts';
import { orThrow, RequestFailed, useAsk } from '../api.ts';
import { SESSION_KEY } from '../ui/query-client.ts';

/** What the browser brought back; refused: the provider named an error instead. */
export type BroughtBack = ProviderAnswer | 'refused';

interface Address {
  pathname: string;
  search: string;
}
interface HistoryLike {
  replaceState(state: unknown, unused: string, url: string): void;
}

/** Returns what the provider put into the address, and removes it from there. Returns null for any other address. */
export function takeProviderAnswer(address: Address, history: HistoryLike): BroughtBack | null {
  if (address.pathname !== PROVIDER_RETURN_PATH || address.search === '') return null;
  const query = new URLSearchParams(address.search);
  history.replaceState(null, '', address.pathname);
  const answer = { state: query.get('state'), code: query.get('code'), issuer: query.get('iss') };
  return ProviderAnswer.safeParse(answer).data ?? 'refused';
}

/** Where the sign-in was begun. It must be a path of this console, never another site (no open redirect). */
const ReturnPath = z.string().regex(/^\/(?!\/)/);
const RETURN_KEY = 'guichet.return';

/** Leaves for the provider; the person comes back to `from`. */
export function useLeaveForProvider(from: string) {
  const begin = useBeginAtProvider();
  return useMutation({
    mutationFn: async () => {
      const url = await begin('sign-in');
      sessionStorage.setItem(RETURN_KEY, from);
      window.location.assign(url);
    },
  });
}

/** Returns the page that the sign-in was begun on. */
function takeReturnPath(): string {
  const path = ReturnPath.safeParse(sessionStorage.getItem(RETURN_KEY)).data ?? '/devices';
  sessionStorage.removeItem(RETURN_KEY);
  return path;
}

function useBeginAtProvider() {
  const ask = useAsk();
  return async (purpose: ProviderPurpose) =>
    orThrow(await ask('beginProviderSignIn', { body: { purpose } })).url;
}

/** By which the window of a proof tells the others that it was given. */
const CHANNEL = 'guichet-proof';

/** Opens the provider in a window of its own. `onProven` is called when the proof was given there. */
export function useProveAtProvider(onProven: () => void) {
  const begin = useBeginAtProvider();
  const proven = useRef(onProven);
  proven.current = onProven;
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => proven.current();
    return () => channel.close();
  }, []);
  return useMutation({
    mutationFn: async () => {
      // at once: browsers open a window only right after a click
      const opened = window.open('about:blank', '_blank', 'popup,width=560,height=720');
      try {
        const url = await begin('proof');
        if (opened) opened.location.href = url;
        else window.location.assign(url);
      } catch (failure) {
        opened?.close();
        throw failure;
      }
    },
  });
}

/** Hands on what was brought back, once: signs in, or proves again who the signed-in person is. */
export function useHandOn(brought: BroughtBack | null, staff: SignedInStaff | null | undefined) {
  const ask = useAsk();
  const client = useQueryClient();
  return useQuery({
    queryKey: ['provider-answer', brought],
    enabled: brought !== null && staff !== undefined,
    queryFn: async () => {
      if (brought === null || brought === 'refused') throw new RequestFailed({ code: 'sign-in-refused' });
      if (staff) {
        orThrow(await ask('proveByProvider', { body: brought }));
        const channel = new BroadcastChannel(CHANNEL);
        channel.postMessage('proven');
        channel.close();
        return { proven: true } as const;
      }
      const { staysAdministrator, ...signedIn } = orThrow(await ask('signInWithProvider', { body: brought }));
      client.setQueryData(SESSION_KEY, signedIn);
      return { proven: false, staysAdministrator, returnTo: takeReturnPath() } as const;
    },
    // an answer is good once
    retry: false,
    retryOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchInterval: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
