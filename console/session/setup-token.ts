// Owns the way the set-up token takes from the address bar into memory.

interface Address {
  pathname: string;
  hash: string;
}
interface Past {
  replaceState(state: unknown, unused: string, url: string): void;
}

/** The token after `#` in a set-up link, removed from the address at once; null on any other address. */
export function takeSetupToken(address: Address, past: Past): string | null {
  if (address.pathname !== '/setup' || address.hash.length < 2) return null;
  const token = address.hash.slice(1);
  past.replaceState(null, '', address.pathname);
  return token;
}
