// Moves the set-up token from the address bar into memory.

interface Address {
  pathname: string;
  hash: string;
}
interface HistoryLike {
  replaceState(state: unknown, unused: string, url: string): void;
}

/** Returns the token after `#` in a set-up link and removes it from the address. Returns null for any other address. */
export function takeSetupToken(address: Address, history: HistoryLike): string | null {
  if (address.pathname !== '/setup' || address.hash.length < 2) return null;
  const token = address.hash.slice(1);
  history.replaceState(null, '', address.pathname);
  return token;
}
