// A person leaves a shared computer, or IT wants them to: nothing of theirs stays, whatever dies in between.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finishLeaving } from '../../../main/process/leaving.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const prepare = async (agent: AgentUnderTest) => unwrap(await agent.ask('settings:prepare-leave', undefined));
const isCommitted = ({ folder }: AgentUnderTest) => readdirSync(folder).includes('leaving');
const secretOf = (folder: string) => readFileSync(join(folder, 'keys.json'), 'utf8');

describe('leaving this computer', () => {
  it('sends what waits, ends the standing at the server, and the next person begins anew', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Waits');
    desk.comeBack();
    const losses = await prepare(agent);
    expect(losses).toEqual({ waiting: 0, drafts: 0, online: true });
    expect(desk.tickets().map(({ title }) => title)).toEqual(['Waits']);
    const before = secretOf(agent.folder);
    expect(await agent.ask('settings:leave', losses)).toEqual({ ok: true, value: undefined });
    expect(desk.agentCount()).toBe(0);
    expect(agent.restarts).toEqual(['now']);

    await agent.kill();
    await finishLeaving(agent.folder);
    const next = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => next.condition()).toBe('waiting-for-activation');
    expect(secretOf(agent.folder)).not.toBe(before);
    expect(unwrap(await next.ask('settings:read', undefined)).settings.email).toBe('');
    const list = { shelf: 'open', search: '', older: false, limit: 10 } as const;
    expect(unwrap(await next.ask('tickets:list', list)).tickets).toEqual([]);
  });

  it('says what would be lost offline, and deletes nothing before it is agreed to', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Waits');
    await agent.compose({ title: 'A draft' });
    await expect.poll(() => agent.agent.state().online).toBe(false);
    expect(await prepare(agent)).toEqual({ waiting: 1, drafts: 1, online: false });
    expect(isCommitted(agent)).toBe(false);
    expect(desk.agentCount()).toBe(1);
  });

  it('does not lose more than the person agreed to', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const agreed = await prepare(agent);
    await agent.compose({ title: 'Written meanwhile' });
    expect(await agent.ask('settings:leave', agreed)).toMatchObject({ error: { code: 'more-to-lose' } });
    expect(isCommitted(agent)).toBe(false);
    expect(agent.restarts).toEqual([]);
    expect(agent.condition()).toBe('ready');
  });

  it('offline, what was agreed to is deleted, and the server lists the agent until staff retire it', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Lost');
    await expect.poll(() => agent.agent.state().online).toBe(false);
    expect(await agent.ask('settings:leave', await prepare(agent))).toMatchObject({ ok: true });
    expect(agent.restarts).toEqual(['now']);
    desk.comeBack();
    await agent.kill();
    await finishLeaving(agent.folder);
    const next = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => next.agent.state().standing?.state).toBe('waiting');
    expect(desk.agentCount()).toBe(2);
  });

  it('killed while the server is told, it has left all the same', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const losses = await prepare(agent);
    const leaving = agent.ask('settings:leave', losses);
    expect(isCommitted(agent), 'it is committed before anybody is told').toBe(true);
    await agent.kill();
    await leaving;
    await finishLeaving(agent.folder);
    expect(readdirSync(agent.folder)).toEqual([]);
  });
});

describe('staff want the data deleted', () => {
  it('the agent deletes it and begins anew, without asking', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.mood.asksToLeave = true;
    desk.setState('retired');
    await expect.poll(() => agent.restarts).toEqual(['now']);
    expect(isCommitted(agent)).toBe(true);
    expect(desk.agentCount()).toBe(0);
  });

  it.each([
    ['an unknown agent', (desk: ReturnType<typeof serverInMemory>) => desk.forgetAgents()],
    ['a retired agent', (desk: ReturnType<typeof serverInMemory>) => desk.setState('retired')],
    [
      'a revoked key',
      (desk: ReturnType<typeof serverInMemory>) => Object.assign(desk.mood, { keyRevoked: true }),
    ],
  ])('%s is no reason to delete anything', async (_what, happen) => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    const { length } = desk.calls;
    happen(desk);
    for (let round = 0; round < 5; round++) {
      await expect
        .poll(() => {
          clock.advance(60_000);
          return desk.calls.length;
        })
        .toBeGreaterThan(length + round);
    }
    expect(isCommitted(agent)).toBe(false);
    expect(agent.restarts).toEqual([]);
  });

  it.each([
    [401, '{"error":{"code":"agent-unknown","message":""}}'],
    [403, '<html>leave-asked</html>'],
    [403, '{"code":"leave-asked"}'],
    [200, '{"error":{"code":"leave-asked","message":""}}'],
    [302, ''],
  ])('an answer %i %s to a sync deletes nothing', async (status, body) => {
    const desk = serverInMemory();
    let isPortal = false;
    const agent = started(
      await startReadyAgent({
        ...desk,
        fetch: async (input, init) => (isPortal ? new Response(body, { status }) : desk.fetch(input, init)),
      }),
    );
    isPortal = true;
    agent.agent.renew();
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    expect(isCommitted(agent)).toBe(false);
    expect(agent.restarts).toEqual([]);
  });
});
