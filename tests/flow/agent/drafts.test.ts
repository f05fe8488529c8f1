// Drafts: never lost before Send, and sent only through the outbox.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../contract/result.ts';
import {
  type AgentUnderTest,
  captured,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const readyAgent = async (desk = serverInMemory()) => started(await startReadyAgent(desk));
const sealedFiles = (agent: AgentUnderTest) => readdirSync(join(agent.folder, 'attachments'));
const others = async (agent: AgentUnderTest) => unwrap(await agent.ask('draft:others', undefined));

async function restarted(
  desk: ReturnType<typeof serverInMemory>,
  agent: AgentUnderTest,
): Promise<AgentUnderTest> {
  await agent.kill();
  return started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
}

describe('a draft', () => {
  it('survives a crash and is offered again beside a new one', async () => {
    const desk = serverInMemory();
    const agent = await readyAgent(desk);
    const { id } = await agent.compose({ title: 'Half', description: 'a thought', impact: 'service' });
    const again = await restarted(desk, agent);
    expect(sealedFiles(again)).toEqual([]);
    again.agent.form.open();
    expect((await again.shown()).id).not.toBe(id);
    expect(await others(again)).toMatchObject([{ id, title: 'Half', problem: null }]);

    unwrap(await again.ask('draft:open', { id }));
    const content = { title: 'Half', description: 'a thought', impact: 'service' };
    expect(await again.shown()).toMatchObject({ id, content, attachments: [] });
    expect(again.notices.at(-1)).toMatchObject({ name: 'draft:shown', notice: { id } });
    expect(await others(again)).toEqual([]);
  });

  it('is not readable in any file', async () => {
    const agent = await readyAgent();
    await agent.compose({ title: 'Unreadable-title', description: 'Unreadable-text' });
    await agent.submit('Unreadable-ticket');
    const files = readdirSync(agent.folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const content = readFileSync(join(file.parentPath, file.name));
      expect(content.includes('Unreadable'), file.name).toBe(false);
    }
  });

  it('comes back after Esc with its pictures, and the new picture is added', async () => {
    const agent = await readyAgent();
    const { id } = await agent.compose({ title: 'Later' });
    agent.agent.form.open({ captured: captured(screenOf(4, 5, 6)) });
    expect(await agent.shown()).toMatchObject({ id, content: { title: 'Later' }, attachments: [{}, {}] });
  });

  it('that is empty is replaced by a new one when the form opens again', async () => {
    const agent = await readyAgent();
    const first = await agent.compose();
    agent.agent.form.open({ captured: captured(screenOf(4, 5, 6)) });
    const second = await agent.shown();
    expect(second.id).not.toBe(first.id);
    expect(second.attachments).toHaveLength(1);
    expect(await agent.agent.pictureBytes(first.attachments[0]?.id ?? '')).toBeNull();
  });

  it('stays in the list of drafts, with its picture, while the form shows another', async () => {
    const desk = serverInMemory();
    const agent = await readyAgent(desk);
    const old = await agent.compose({ title: 'Old one' });
    const again = await restarted(desk, agent);
    const young = await again.compose({ title: 'Young one' });
    unwrap(await again.ask('draft:open', { id: old.id }));
    expect(await others(again)).toMatchObject([{ id: young.id, title: 'Young one' }]);
    unwrap(await again.ask('draft:open', { id: young.id }));
    const { attachments } = await again.shown();
    expect(await again.agent.pictureBytes(attachments[0]?.id ?? '')).not.toBeNull();
  });

  it('that is discarded is deleted from the disk, also when the form does not show it', async () => {
    const desk = serverInMemory();
    const agent = await readyAgent(desk);
    const { id } = await agent.compose({ title: 'No longer' });
    const again = await restarted(desk, agent);
    unwrap(await again.ask('draft:discard', { id }));
    expect(await others(again)).toEqual([]);
    expect(await again.ask('draft:open', { id })).toMatchObject({ error: { code: 'draft-gone' } });
    const shown = await again.compose({ title: 'Nor this' });
    unwrap(await again.ask('draft:discard', { id: shown.id }));
    again.agent.form.open();
    expect((await again.shown()).content.title).toBe('');
  });

  it('with an empty or too long title is refused with a reason, and stays', async () => {
    const agent = await readyAgent();
    const { id, content } = await agent.compose({ description: 'Kept' });
    const send = (title: string) =>
      agent.ask('draft:submit', { id, content: { ...content, title }, act: null });
    expect(await send('  ')).toMatchObject({ ok: false, error: { code: 'title-empty' } });
    const details = { limit: 250 };
    expect(await send('x'.repeat(10_000))).toMatchObject({ error: { code: 'title-too-long', details } });
    expect(await agent.shown()).toMatchObject({ id, content: { description: 'Kept' }, attachments: [{}] });
    expect(agent.agent.state().waiting).toBe(0);
  });

  it('sent twice creates one ticket', async () => {
    const desk = serverInMemory();
    const agent = await readyAgent(desk);
    const { id, content } = await agent.compose({ title: 'Once' });
    const send = () => agent.ask('draft:submit', { id, content, act: null });
    const [first, second] = await Promise.all([send(), send()]);
    expect(first).toEqual(second);
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    expect(await send()).toMatchObject({ ok: false, error: { code: 'draft-gone' } });
  });
});

describe('a refused ticket', () => {
  it('opens again with its content and the reason', async () => {
    const desk = serverInMemory();
    const agent = await readyAgent(desk);
    desk.mood.refuse = () => ({ code: 'category-gone' });
    const friend = { email: 'friend@example.org', fullName: 'A friend', site: null };
    await agent.submit('Refused', { contacts: [friend], urgency: 'high', withheldFacts: ['user'] });
    await expect.poll(() => agent.toasts).toHaveLength(1);
    const [refused] = await others(agent);
    expect(refused).toMatchObject({ title: 'Refused', problem: { code: 'category-gone' } });
    unwrap(await agent.ask('draft:open', { id: refused?.id ?? '' }));
    const shown = await agent.shown();
    expect(shown).toMatchObject({
      content: { title: 'Refused', contacts: [friend], urgency: 'high' },
      attachments: [{ kind: 'picture', included: true, width: 4 }],
      problem: { code: 'category-gone' },
    });
    expect(shown.content.withheldFacts).toContain('user');
    expect(shown.content.withheldFacts).not.toContain('host');
    expect(await agent.agent.pictureBytes(shown.attachments[0]?.id ?? '')).not.toBeNull();
  });
});

describe('what is sent with a ticket', () => {
  it('are the facts that were shown, except the withheld ones', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    agent.agent.form.open({ captured: ok([]), application: 'EXCEL.EXE – Budget.xlsx' });
    await expect.poll(async () => (await agent.shown()).factsComplete).toBe(true);
    const { id, content, facts } = await agent.shown();
    expect(facts.map(({ name }) => name)).toEqual([
      'host',
      'user',
      'system',
      'application',
      'screens',
      'agent',
    ]);
    const written = { ...content, title: 'With facts', withheldFacts: ['user', 'screens'] };
    unwrap(await agent.ask('draft:submit', { id, content: written, act: null }));
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    const [command] = desk.received;
    const sent = facts.filter(({ name }) => name !== 'user' && name !== 'screens');
    expect(command?.body).toMatchObject({ facts: sent });
    expect(JSON.stringify(command?.body)).not.toContain('CONTOSO');
  });

  it('are no facts when policy forbids them, and none are collected', async () => {
    const desk = serverInMemory();
    let collected = 0;
    const collectFacts = () => {
      collected++;
      return {};
    };
    const agent = started(await startReadyAgent(desk, { policy: { facts: false }, collectFacts }));
    const { facts, factsComplete } = await agent.compose();
    expect({ facts, factsComplete, collected }).toEqual({ facts: [], factsComplete: true, collected: 0 });
  });

  it('is no fact that arrived after Send, as the user has not seen it', async () => {
    const desk = serverInMemory();
    let answer: (value: string) => void = () => {};
    const collectFacts = () => ({ memory: new Promise<string>((resolve) => (answer = resolve)) });
    const agent = started(await startReadyAgent(desk, { collectFacts }));
    const { id, content, factsComplete } = await agent.compose({ title: 'Too early' });
    expect(factsComplete).toBe(false);
    const sending = agent.ask('draft:submit', { id, content, act: null });
    answer('6.2 GB / 15.9 GB');
    unwrap(await sending);
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    expect(JSON.stringify(desk.received)).not.toContain('6.2 GB');
  });
});

describe('a capture that fails', () => {
  it.each(['capture-failed', 'capture-forbidden'] as const)(
    'with %s is reported, and the ticket can be sent',
    async (code) => {
      const desk = serverInMemory();
      const agent = await readyAgent(desk);
      const { id, content, problem } = await agent.compose({ title: 'No picture' }, err(code));
      expect(problem).toEqual({ code });
      unwrap(await agent.ask('draft:submit', { id, content, act: null }));
      await expect.poll(() => desk.tickets()).toHaveLength(1);
    },
  );

  it('with a picture too large to encode is reported, and the ticket can be sent', async () => {
    const agent = await readyAgent();
    const huge = { pixels: Buffer.alloc(4), width: 100_000, height: 100_000 };
    await agent.compose({}, captured(huge));
    await expect.poll(async () => (await agent.shown()).problem).toEqual({ code: 'capture-failed' });
    expect((await agent.shown()).attachments).toEqual([]);
    await agent.submit('Without it');
  });

  it('with pictures of which none is known to be of the pointer’s display says so, and sends none', async () => {
    const agent = await readyAgent();
    const unknown = [screenOf(1, 1, 1), screenOf(2, 2, 2)].map((bitmap) => ({ bitmap, included: false }));
    await agent.compose({}, ok(unknown));
    expect(await agent.shown()).toMatchObject({
      problem: { code: 'capture-unsure' },
      attachments: [{ included: false }, { included: false }],
    });
  });

  it('with a picture of one colour is reported, until another is taken', async () => {
    const agent = await readyAgent();
    const black = { pixels: Buffer.alloc(4 * 2 * 4), width: 4, height: 2 };
    const { id, attachments } = await agent.compose({}, captured(black));
    await expect.poll(async () => (await agent.shown()).problem).toEqual({ code: 'capture-blank' });
    const replaces = attachments[0]?.id ?? null;
    const source = { kind: 'screens' } as const;
    unwrap(await agent.ask('draft:capture', { id, source, delaySeconds: 0, replaces }));
    expect(await agent.shown()).toMatchObject({ problem: null, attachments: [{}] });
  });
});
