// Starts a test server with other backends beside the built-in desk, by inserting their rows.
import { v7 } from 'uuid';
import type { Connector } from '../../../server/connectors/connector.ts';
import type { TestServer, TestServerOptions } from './test-server.ts';
import { openTestServer } from './test-server.ts';

const SETTINGS = { kind: 'itop', url: 'https://itop.contoso.example', user: 'guichet' };

/** The backends have the names of their keys. The default route leads to `defaultBackend`. */
export async function openWithBackends<N extends string>(
  connectors: Readonly<Record<N, Connector>>,
  defaultBackend: NoInfer<N> | 'built-in',
  options: TestServerOptions = {},
): Promise<{ desk: TestServer; ids: Readonly<Record<N, string>> }> {
  const names = Object.keys(connectors) as N[];
  const ids = Object.fromEntries(names.map((name) => [name, v7()])) as Record<N, string>;
  const backends = Object.fromEntries(names.map((name) => [ids[name], connectors[name]]));
  const desk = await openTestServer({ ...options, overrides: { ...options.overrides, backends } });
  for (const name of names) {
    await desk.alter(
      'INSERT INTO backend (id, kind, name, settings, created_at) VALUES (?, ?, ?, ?, ?)',
      ...[ids[name], SETTINGS.kind, name, JSON.stringify(SETTINGS), desk.clock.now().toISOString()],
    );
  }
  const defaultId = defaultBackend === 'built-in' ? defaultBackend : ids[defaultBackend];
  await desk.alter('UPDATE route SET backend_id = ?', defaultId);
  return { desk, ids };
}
