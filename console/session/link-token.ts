// Moves the token of a one-time link from the address bar into memory.
import { useEffect, useState } from 'react';

interface Address {
  pathname: string;
  hash: string;
}
interface HistoryLike {
  replaceState(state: unknown, unused: string, url: string): void;
}

/** The pages that one-time links open. */
const LINK_PAGES: readonly string[] = ['/setup', '/invitation', '/recovery', '/password', '/approval'];

/** Returns the token after `#` in a one-time link and removes it from the address. Returns null for any other address. */
export function takeLinkToken(address: Address, history: HistoryLike): string | null {
  if (!LINK_PAGES.includes(address.pathname) || address.hash.length < 2) return null;
  const token = address.hash.slice(1);
  history.replaceState(null, '', address.pathname);
  return token;
}

/** The token that the console was opened with, or that of a link opened in this tab later. */
export function useLinkToken(initialToken: string | null): string | null {
  const [token, setToken] = useState(initialToken);
  useEffect(() => {
    const take = () => setToken((known) => takeLinkToken(window.location, window.history) ?? known);
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}
