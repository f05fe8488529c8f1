// Backends of a help desk under test, beside the built-in one: rows as administrators would have added them.
import { v7 } from 'uuid';
import type { Connector } from '../../../server/connectors/connector.ts';
import type { TestServer, TestServerOptions } from './test-server.ts';
import { openTestServer } from './test-server.ts';

const SETTINGS = { kind: 'itop', url: 'https://itop.contoso.example', user: 'guichet' };

/** A help desk with these backends by their names; `home` takes every new ticket. */
export async function openWithBackends<N extends string>(
  connectors: Readonly<Record<N, Connector>>,
  home: NoInfer<N> | 'built-in',
  options: TestServerOptions = {},
): Promise<{ desk: TestServer; ids: Readonly<Record<N, string>> }> {
  const names = Object.keys(connectors) as N[];
  const ids = Object.fromEntries(names.map((name) => [name, v7()])) as Record<N, string>;
  const backends = Object.fromEntries(names.map((name) => [ids[name], connectors[name]]));
  const desk = await openTestServer({ ...options, surroundings: { ...options.surroundings, backends } });
  for (const name of names) {
    desk.alter(
      'INSERT INTO backend (id, kind, name, settings, created_at) VALUES (?, ?, ?, ?, ?)',
      ...[ids[name], SETTINGS.kind, name, JSON.stringify(SETTINGS), desk.clock.now().toISOString()],
    );
  }
  const homeId = home === 'built-in' ? home : ids[home];
  desk.alter('UPDATE route SET backend_id = ?', homeId);
  return { desk, ids };
}
