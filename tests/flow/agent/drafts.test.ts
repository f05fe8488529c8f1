// What the user writes before Send: never lost, never sent from where it lies.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../contract/ipc.ts';
import {
  type AgentUnderTest,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { helpDesk } from '../../fakes/help-desk.ts';

const started = removedAfterEach();

async function shown(agent: AgentUnderTest): Promise<Draft> {
  const draft = await agent.ask('draft:current', undefined);
  if (!draft.ok || !draft.value) throw new Error('no draft is shown');
  return draft.value;
}
const readyAgent = async (desk = helpDesk()) => started(await startReadyAgent(desk));

describe('drafts', () => {
  it('the form has its picture at once, and the picture is the screen to the last pixel', async () => {
    const agent = await readyAgent();
    agent.agent.openDraft({ picture: screenOf(10, 20, 30) });
    const [picture] = (await shown(agent)).pictures;
    expect(picture).toMatchObject({ width: 4, height: 2 });
    const png = PNG.sync.read(Buffer.from((await agent.agent.pictureBytes(picture?.id ?? '')) ?? []));
    expect([...png.data.subarray(0, 4)]).toEqual([30, 20, 10, 255]);
    expect((await shown(agent)).pictures[0]?.size).toBeGreaterThan(0);
    expect(agent.notices.filter(({ name }) => name === 'draft:shown').length).toBeGreaterThan(1);
  });

  it('text outlives a crash; pictures that were not sent leave no trace', async () => {
    const desk = helpDesk();
    const agent = await readyAgent(desk);
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const { id } = await shown(agent);
    await agent.ask('draft:write', { id, title: 'Half', description: 'a thought' });
    await agent.kill();
    expect(readdirSync(join(agent.folder, 'attachments'))).toEqual([]);

    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    again.agent.openDraft();
    expect(await shown(again)).toEqual({
      id,
      title: 'Half',
      description: 'a thought',
      pictures: [],
      problem: null,
    });
  });

  it('nothing a user wrote can be read in the files', async () => {
    const agent = await readyAgent();
    agent.agent.openDraft({ picture: null });
    const { id } = await shown(agent);
    await agent.ask('draft:write', { id, title: 'Unreadable-title', description: 'Unreadable-text' });
    await agent.submit('Unreadable-ticket');
    for (const name of readdirSync(agent.folder)) {
      if (name === 'attachments') continue;
      const content = readFileSync(join(agent.folder, name));
      expect(content.includes('Unreadable'), name).toBe(false);
    }
  });

  it('a title that is empty or too long is refused with its reason, and the text stays', async () => {
    const desk = helpDesk();
    const agent = await readyAgent(desk);
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const { id } = await shown(agent);
    const text = { id, description: 'Kept' };
    const empty = await agent.ask('draft:submit', { ...text, title: '  ' });
    expect(empty).toMatchObject({ ok: false, error: { code: 'title-empty' } });
    const long = await agent.ask('draft:submit', { ...text, title: 'x'.repeat(10_000) });
    expect(long).toMatchObject({ ok: false, error: { code: 'title-too-long', details: { limit: 250 } } });
    expect(await shown(agent)).toMatchObject({ id, description: 'Kept', pictures: [{ width: 4 }] });
    expect(agent.agent.state().waiting).toBe(0);
  });

  it('pressing Send twice makes one ticket', async () => {
    const desk = helpDesk();
    const agent = await readyAgent(desk);
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const { id } = await shown(agent);
    const text = { id, title: 'Once', description: '' };
    const [first, second] = await Promise.all([
      agent.ask('draft:submit', text),
      agent.ask('draft:submit', text),
    ]);
    expect(first).toEqual(second);
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    const third = await agent.ask('draft:submit', text);
    expect(third).toMatchObject({ ok: false, error: { code: 'draft-gone' } });
  });

  it('Retake replaces the picture, Remove takes it away, and what is removed is not sent', async () => {
    const desk = helpDesk();
    const agent = await readyAgent(desk);
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const before = await shown(agent);
    await agent.ask('draft:retake', { id: before.id });
    const after = await shown(agent);
    expect(after.pictures).toHaveLength(1);
    expect(after.pictures[0]?.id).not.toBe(before.pictures[0]?.id);
    await agent.ask('draft:remove-picture', { id: after.id, pictureId: after.pictures[0]?.id ?? '' });
    await agent.ask('draft:submit', { id: after.id, title: 'Without a picture', description: '' });
    await expect.poll(() => desk.tickets()[0]?.attachments).toEqual([]);
  });

  it('Retake pressed twice takes one picture, as the second would have the form in it', async () => {
    const desk = helpDesk();
    let taken = 0;
    const captureAgain = async () => screenOf(9, 9, taken++);
    const agent = started(await startReadyAgent(desk, { captureAgain }));
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const { id } = await shown(agent);
    const answers = [agent.ask('draft:retake', { id }), agent.ask('draft:retake', { id })];
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(taken).toBe(1);
    await agent.ask('draft:retake', { id });
    expect(taken).toBe(2);
  });

  it('a draft kept with Esc comes back with its picture beside the new one', async () => {
    const agent = await readyAgent();
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const { id } = await shown(agent);
    await agent.ask('draft:write', { id, title: 'Later', description: '' });
    agent.agent.openDraft({ picture: screenOf(4, 5, 6) });
    expect(await shown(agent)).toMatchObject({ id, title: 'Later', pictures: [{}, {}] });
  });

  it('a form closed without a word starts afresh', async () => {
    const agent = await readyAgent();
    agent.agent.openDraft({ picture: screenOf(1, 2, 3) });
    const first = await shown(agent);
    agent.agent.openDraft({ picture: screenOf(4, 5, 6) });
    const second = await shown(agent);
    expect(second.id).not.toBe(first.id);
    expect(second.pictures).toHaveLength(1);
    expect(await agent.agent.pictureBytes(first.pictures[0]?.id ?? '')).toBeNull();
  });

  it('a discarded draft is gone from the disk', async () => {
    const agent = await readyAgent();
    agent.agent.openDraft({ picture: null });
    const { id, problem } = await shown(agent);
    expect(problem?.code).toBe('capture-failed');
    await agent.ask('draft:write', { id, title: 'No longer', description: '' });
    await agent.ask('draft:discard', { id });
    agent.agent.openDraft();
    expect((await shown(agent)).title).toBe('');
  });

  it('a sent picture is removed from the disk once the ticket is back', async () => {
    const agent = await readyAgent();
    await agent.submit('With a picture');
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    await expect.poll(() => readdirSync(join(agent.folder, 'attachments'))).toEqual([]);
  });

  it('a message to a closed or unknown ticket, or without a word, is refused', async () => {
    const desk = helpDesk();
    const agent = await readyAgent(desk);
    const id = await agent.submit('To be closed');
    await expect.poll(() => desk.tickets()).toHaveLength(1);
    const code = async (written: { id: string; body: string }) => {
      const answer = await agent.ask('tickets:comment', written);
      return answer.ok ? null : answer.error.code;
    };
    expect(await code({ id, body: ' \n ' })).toBe('text-empty');
    expect(await code({ id, body: 'x'.repeat(100_001) })).toBe('text-too-long');
    expect(await code({ id: '019c1234-5678-7abc-8def-0123456789ab', body: 'Hello' })).toBe(
      'ticket-not-found',
    );
    desk.update(id, { status: 'closed' });
    await expect.poll(() => code({ id, body: 'Too late' })).toBe('ticket-closed');
  });
});
