// The proxy imposed by policy, in Chromium's terms: every call to the server goes through Chromium.
import type { ProxyConfig, Session } from 'electron';
import { z } from 'zod';

/** `proxy.example.org:8080`, optionally with a scheme such as `socks5://`. */
const Server = z.stringFormat('proxy', /^(?:(?:https?|socks4|socks5):\/\/)?[\w.-]+:\d{1,5}$/i);
const PacFile = z.url({ protocol: /^https?$/ }).regex(/\.(?:pac|dat)$/i);

/** `direct`, `system`, the address of a PAC file (.pac or .dat), or a server with its port. */
export const ProxyServer = z.union([
  z.literal('direct').transform((): ProxyConfig => ({ mode: 'direct' })),
  z.literal('system').transform((): ProxyConfig => ({ mode: 'system' })),
  PacFile.transform((pacScript): ProxyConfig => ({ mode: 'pac_script', pacScript })),
  Server.transform((proxyRules): ProxyConfig => ({ mode: 'fixed_servers', proxyRules })),
]);

/** Hosts that bypass the proxy, in Chromium's syntax: `*.example.org;10.0.0.0/8`. */
export const ProxyBypass = z.string().max(10_000);

/** Applies to all later requests; null means the system's proxy. */
export async function applyProxy(
  session: Pick<Session, 'setProxy' | 'closeAllConnections'>,
  proxy: ProxyConfig | null,
): Promise<void> {
  await session.setProxy(proxy ?? { mode: 'system' });
  await session.closeAllConnections();
}
