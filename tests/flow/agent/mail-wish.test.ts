// What a person wishes to be mailed: shown at once, told to the server once, and whatever was chosen last stands.
import { expect, it } from 'vitest';
import { removedAfterEach, startAgent, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';

const started = removedAfterEach();

async function openAgent() {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const shown = () => agent.agent.state().standing?.mailWish;
  await expect.poll(shown).toBe('unshown');
  return { desk, agent, shown };
}

it('a wish reaches the server', async () => {
  const { desk, agent, shown } = await openAgent();
  await agent.ask('settings:wish-mails', 'always');
  expect(shown()).toBe('always');
  await expect.poll(desk.mailWish).toBe('always');
});

it('a wish without network is shown, outlives a restart, and is told later', async () => {
  const { desk, agent, shown } = await openAgent();
  desk.goDown();
  await agent.ask('settings:wish-mails', 'words');
  expect(shown()).toBe('words');
  await agent.kill();
  const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
  expect(again.agent.state().standing?.mailWish).toBe('words');
  expect(desk.mailWish()).toBe('unshown');
  desk.mood.down = false;
  again.agent.renew();
  await expect.poll(desk.mailWish).toBe('words');
});

it('a wish that is changed while the former one is on its way is not lost', async () => {
  const { desk, agent, shown } = await openAgent();
  let answer = () => {};
  desk.mood.stall = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await agent.ask('settings:wish-mails', 'always');
  await expect.poll(desk.mailWish).toBe('always');
  await agent.ask('settings:wish-mails', 'words');
  desk.mood.stall = null;
  answer();
  await expect.poll(desk.mailWish).toBe('words');
  expect(shown()).toBe('words');
});

it('a wish whose answer is lost is told again', async () => {
  const { desk, agent } = await openAgent();
  desk.mood.loseNextAnswer = true;
  await agent.ask('settings:wish-mails', 'always');
  await expect.poll(desk.mailWish).toBe('always');
  const calls = () => desk.calls.filter((call) => call === 'POST /v1/sync').length;
  const before = calls();
  agent.agent.renew();
  await expect.poll(calls).toBeGreaterThan(before);
  expect(desk.mailWish()).toBe('always');
});

it('what the link in a mail changed is shown, and not undone', async () => {
  const { desk, agent, shown } = await openAgent();
  await agent.ask('settings:wish-mails', 'always');
  await expect.poll(desk.mailWish).toBe('always');
  await expect.poll(() => desk.calls.length).toBeGreaterThan(0);
  desk.setUp({ mailWish: 'words' });
  await expect.poll(shown).toBe('words');
  expect(desk.mailWish()).toBe('words');
});

it('nothing is asked of a server that knows no wishes', async () => {
  const { desk, agent, shown } = await openAgent();
  desk.setUp({ mailWish: null });
  await expect.poll(shown).toBeNull();
  await agent.ask('settings:wish-mails', 'always');
  expect(shown()).toBeNull();
});
