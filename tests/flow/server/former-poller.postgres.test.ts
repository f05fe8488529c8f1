// A server that led is still reading a backend's changes when the next one reads newer ones: nothing goes back to what it was, is
// read twice or left out.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackends } from '../../../server/backends/backends.ts';
import { systemChance } from '../../../server/chance.ts';
import type { Connector } from '../../../server/connectors/connector.ts';
import { openBesideServer } from '../../../server/storage/open.ts';
import type { Storage } from '../../../server/storage/storage.ts';
import { createPoller, type Poller } from '../../../server/updates/poller.ts';
import { ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { createSilentLog } from '../../fakes/server/log.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let backend: FakeBackend;
let desk: TestServer;
let storages: Storage[];
beforeEach(async () => {
  storages = [];
  backend = createBackend('E', ELSEWHERE);
  ({ desk } = await openWithBackends({ elsewhere: backend }, 'elsewhere'));
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.sync([ticketCommand()]);
  await desk.delivered();
  await desk.stop();
});
afterEach(async () => {
  for (const { close } of storages) await close();
  await desk.start();
  await desk.close();
});

/** The poller of one server. */
async function pollerOf(connector: Connector): Promise<Poller> {
  const opened = await openBesideServer({ dataDir: desk.dataDir, databaseUrl: desk.database.databaseUrl });
  if (!opened.ok) throw new Error(opened.problem);
  storages.push(opened.storage);
  const { db } = opened.storage;
  return createPoller({
    db,
    clock: createClock(),
    chance: systemChance,
    backends: createBackends(db, async () => connector),
    files: { fetch: async (_, change) => ({ change, isWhole: true }) },
    unclaimedKeys: { isAwaited: () => false },
    announce: { agents() {}, dismiss() {}, console() {} },
    log: createSilentLog(),
    kickDelivery() {},
  });
}

/** The backend through a network that keeps its next answer back until it is let go. */
function withHeldAnswer(): { connector: Connector; isHeld: () => boolean; letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isHeld = false;
  const connector: Connector = {
    ...backend,
    async changesSince(cursor) {
      const answer = await backend.changesSince(cursor);
      isHeld = true;
      await promise;
      return answer;
    },
  };
  return { connector, isHeld: () => isHeld, letGo: resolve };
}

const stored = async () => {
  const [ticket] = await desk.rows('SELECT status FROM ticket');
  const comments = await desk.rows('SELECT body FROM comment ORDER BY body');
  return { status: ticket?.status, comments: comments.map(({ body }) => body) };
};

test.each([
  ['knows that it leads no more', true],
  ['does not know that another one leads', false],
])('a former leader that %s records nothing that is older', async (_title, knows) => {
  backend.moves('assigned');
  backend.replies('Ann', 'First.');
  const { connector, isHeld, letGo } = withHeldAnswer();
  const former = await pollerOf(connector);
  former.start();
  await until(isHeld);
  const ended = knows ? former.stop() : null;
  backend.moves('resolved', { solution: 'Done.' });
  backend.replies('Ann', 'Second.');
  const next = await pollerOf(backend);
  next.start();
  const cursorIs = (cursor: string) => async () => {
    const [row] = await desk.rows("SELECT cursor FROM backend WHERE id <> 'built-in'");
    return row?.cursor === cursor;
  };
  await until(cursorIs('4'), 'the next one has read all');
  const expected = { status: 'resolved', comments: ['First.', 'Second.'] };
  expect(await stored()).toEqual(expected);
  letGo();
  await (ended ?? former.stop());
  expect(await stored()).toEqual(expected);
  expect(await cursorIs('4')()).toBe(true);
  await next.stop();
});
