// Routes the updater's network session through the proxy of the agent's own calls.
import type { Session } from 'electron';

/** Converts an answer of `resolveProxy`, such as `PROXY proxy.example.org:8080; DIRECT`, to rules for `setProxy`. */
export function proxyRules(resolved: string): string {
  const rules = resolved.split(';').flatMap((each) => {
    const [kind = '', host = ''] = each.trim().split(/\s+/);
    if (kind === 'DIRECT') return ['direct://'];
    const scheme = SCHEMES[kind.toUpperCase()];
    return scheme && host ? [`${scheme}://${host}`] : [];
  });
  return rules.join(',') || 'direct://';
}

const SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};

/** Call it before each round: a laptop changes networks. */
export async function followProxy(
  from: Pick<Session, 'resolveProxy'>,
  to: Pick<Session, 'setProxy'>,
  url: string,
): Promise<void> {
  await to.setProxy({ mode: 'fixed_servers', proxyRules: proxyRules(await from.resolveProxy(url)) });
}
