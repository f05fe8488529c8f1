// Sleep and the end of the session: nothing is lost, and missed timers do not cause a burst of calls.
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
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const NIGHT_MS = 8 * 60 * 60 * 1000;

it('after a night of sleep the agent makes a few calls, not one for every minute, and opens its event stream', async () => {
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
  const calls = desk.calls.slice(before);
  expect(calls.length, calls.join(', ')).toBeLessThanOrEqual(6);
});

it('an upload cut off by sleep is resumed, and the ticket is created once', async () => {
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

it('the end of the session saves the draft with its picture, and closes the database', async () => {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const draft = await agent.compose({ title: 'Half a ticket' }, captured(screenOf(7, 8, 9)));
  // every window gets the query
  await Promise.all([agent.agent.saveDrafts(), agent.agent.saveDrafts()]);
  agent.agent.endNow();
  const storage = unwrap(openStorage(agent.folder, { wrap: plainWrap, chance }));
  expect(storage.db.pragma('wal_checkpoint', { simple: false })).toMatchObject([{ busy: 0 }]);
  storage.close();
  const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
  unwrap(await again.ask('draft:open', { id: draft.id }));
  const shown = await again.shown();
  expect(shown).toMatchObject({ content: { title: 'Half a ticket' }, attachments: [{ included: true }] });
});
