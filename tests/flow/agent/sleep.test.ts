// An agent whose computer sleeps, and one whose session ends: nothing is lost, and nothing is made up for in a storm.
import { expect, it } from 'vitest';
import { openStorage } from '../../../main/db/storage.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import {
  captured,
  plainWrap,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { answered } from './asking.ts';

const started = removedAfterEach();
const NIGHT_MS = 8 * 60 * 60 * 1000;

it('after a night asks the server a few times, not for every minute of it, and has a stream again', async () => {
  const desk = serverInMemory();
  const clock = manualClock();
  const { agent } = started(await startReadyAgent(desk, { clock }));
  const before = desk.calls.length;
  clock.sleep(NIGHT_MS);
  agent.renew();
  await expect.poll(() => desk.calls.slice(before)).toContain('GET /v1/events');
  await expect.poll(() => desk.streamCount()).toBeGreaterThan(0);
  await expect
    .poll(() => desk.calls.slice(before).filter((call) => call === 'POST /v1/sync').length)
    .toBeGreaterThan(0);
  await expect.poll(() => clock.nextDue()).toBeLessThanOrEqual(60_000);
  const asked = desk.calls.slice(before);
  expect(asked.length, asked.join(', ')).toBeLessThanOrEqual(6);
});

it('an upload that sleep has cut off goes on where it was, and the ticket is made once', async () => {
  const desk = serverInMemory();
  const clock = manualClock();
  let cut = false;
  const fetch: typeof desk.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.method === 'PATCH' && !cut) {
      cut = true;
      throw new TypeError('net::ERR_NETWORK_IO_SUSPENDED');
    }
    return desk.fetch(request);
  };
  const agent = started(await startReadyAgent({ ...desk, fetch }, { clock }));
  await agent.submit('Before lunch');
  await expect.poll(() => cut).toBe(true);
  expect(desk.tickets()).toHaveLength(0);
  clock.sleep(NIGHT_MS);
  agent.agent.renew();
  await expect.poll(() => desk.tickets()).toHaveLength(1);
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
});

it('a session that ends leaves the draft, its picture and a closed database behind', async () => {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const draft = await agent.compose({ title: 'Half a ticket' }, captured(screenOf(7, 8, 9)));
  // each window is asked whether the session may end
  await Promise.all([agent.agent.saveDrafts(), agent.agent.saveDrafts()]);
  agent.agent.endNow();
  const storage = answered(openStorage(agent.folder, { wrap: plainWrap, chance }));
  expect(storage.db.pragma('wal_checkpoint', { simple: false })).toMatchObject([{ busy: 0 }]);
  storage.close();
  const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
  answered(await again.ask('draft:open', { id: draft.id }));
  const kept = await again.shown();
  expect(kept).toMatchObject({ content: { title: 'Half a ticket' }, attachments: [{ included: true }] });
});
