// Takes the updater's network session through the proxy that the agent's own calls go through.
import type { Session } from 'electron';

/** As `resolveProxy` answers, such as `PROXY proxy.example.org:8080; DIRECT`, in the words of `setProxy`. */
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

/** To be called before each round: a laptop changes its networks. */
export async function followProxy(
  from: Pick<Session, 'resolveProxy'>,
  to: Pick<Session, 'setProxy'>,
  url: string,
): Promise<void> {
  await to.setProxy({ mode: 'fixed_servers', proxyRules: proxyRules(await from.resolveProxy(url)) });
}
