// The proxy that IT imposes on the agent, as Chromium is told of it; every call to the help desk goes through Chromium.
import type { ProxyConfig, Session } from 'electron';
import { z } from 'zod';

/** `proxy.example.org:8080`, or with a scheme such as `socks5://` before it. */
const Server = z.stringFormat('proxy', /^(?:(?:https?|socks4|socks5):\/\/)?[\w.-]+:\d{1,5}$/i);
const PacFile = z.url({ protocol: /^https?$/ }).regex(/\.(?:pac|dat)$/i);

/** `direct`, `system`, the address of a PAC file (.pac or .dat), or a server with its port. */
export const ProxyServer = z.union([
  z.literal('direct').transform((): ProxyConfig => ({ mode: 'direct' })),
  z.literal('system').transform((): ProxyConfig => ({ mode: 'system' })),
  PacFile.transform((pacScript): ProxyConfig => ({ mode: 'pac_script', pacScript })),
  Server.transform((proxyRules): ProxyConfig => ({ mode: 'fixed_servers', proxyRules })),
]);

/** Hosts that are reached without it, as Chromium writes them: `*.example.org;10.0.0.0/8`. */
export const ProxyBypass = z.string().max(10_000);

/** What is asked from now on goes that way; without a policy, the system's. */
export async function applyProxy(
  session: Pick<Session, 'setProxy' | 'closeAllConnections'>,
  proxy: ProxyConfig | null,
): Promise<void> {
  await session.setProxy(proxy ?? { mode: 'system' });
  await session.closeAllConnections();
}
