// A restart for an update while the agent has unsent or unsaved data.
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../contract/result.ts';
import { createUpdates, type Updates } from '../../../main/update/updates.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';

const started = removedAfterEach();
const MINUTE = 60_000;

/** An agent whose update is ready after four minutes. */
async function stage() {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const form = { isShown: false };
  const person = { isAway: true };
  const ended = { installed: 0, whileOpen: false, quit: null as Promise<void> | null };
  const clock = manualClock();
  const updates: Updates = createUpdates({
    clock,
    chance: { bytes: (count) => Buffer.alloc(count), fraction: () => 0 },
    channel: () => 'latest',
    open: async () => ({
      find: async () => ok({ version: '1.2.0', needsRights: false }),
      fetch: async () => ok(undefined),
      async install() {
        ended.installed += 1;
        ended.whileOpen = isOpen(agent);
        return true;
      },
    }),
    isBusy: () => form.isShown || agent.agent.isSending(),
    isIdle: () => person.isAway && !form.isShown && !agent.agent.isWriting(),
    // as main/index.ts does
    quit: () => {
      ended.quit = agent.agent.stop().then(updates.finish);
    },
    startAgain() {},
    onState() {},
  });
  updates.start();
  const pass = async (ms: number) => {
    clock.advance(ms);
    for (let turns = 0; turns < 5; turns++) await turn();
  };
  return { desk, agent, form, person, ended, updates, pass };
}

/** Whether the agent's database is still open. */
function isOpen({ agent }: AgentUnderTest): boolean {
  try {
    agent.state();
    return true;
  } catch {
    return false;
  }
}

describe('an update', () => {
  it('waits for the open form, and for a draft begun in it', async () => {
    const { agent, form, ended, pass } = await stage();
    form.isShown = true;
    await agent.compose({ title: 'Half a word' });
    await pass(10 * MINUTE);
    form.isShown = false;
    await pass(10 * MINUTE);
    expect(ended.quit).toBeNull();
    const { id } = await agent.shown();
    await agent.ask('draft:discard', { id });
    await pass(MINUTE);
    await ended.quit;
    expect(ended.installed).toBe(1);
  });

  it('waits while something is being sent', async () => {
    const { desk, agent, ended, pass } = await stage();
    const held = Promise.withResolvers<void>();
    desk.mood.stall = held.promise;
    await agent.submit('On its way');
    await expect.poll(() => agent.agent.isSending()).toBe(true);
    await pass(10 * MINUTE);
    expect(ended.quit).toBeNull();
    desk.mood.stall = null;
    held.resolve();
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    await pass(MINUTE);
    await ended.quit;
    expect(ended.installed).toBe(1);
  });

  it('keeps the outbox: the installer starts after the database is closed, and the next version sends the ticket', async () => {
    const { desk, agent, person, ended, updates, pass } = await stage();
    person.isAway = false;
    desk.goDown();
    await agent.submit('Written without network');
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    await pass(4 * MINUTE);
    updates.restart();
    await ended.quit;
    expect(ended).toMatchObject({ installed: 1, whileOpen: false });
    expect(desk.tickets()).toHaveLength(0);
    desk.comeBack();
    const next = startAgent({ fetch: desk.fetch, folder: agent.folder });
    await expect.poll(() => next.agent.state().waiting).toBe(0);
    expect(desk.tickets()).toHaveLength(1);
    await next.kill();
  });
});
