// From Send to the server: a saved ticket is created exactly once, whatever crashes in between.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removedAfterEach, screenOf, startAgent, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { COLLEAGUE } from '../../fakes/snapshots.ts';
import { listTickets, sendMessage, unwrap } from './requests.ts';

const started = removedAfterEach();

const titles = (desk: ReturnType<typeof serverInMemory>) => desk.tickets().map(({ title }) => title);

describe('outbox', () => {
  it('brings a submitted ticket and its picture to the server', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await agent.submit('Printer on fire');
    await expect.poll(() => titles(desk)).toEqual(['Printer on fire']);
    expect(desk.tickets()[0]?.id).toBe(id);
    expect(desk.uploads.contents()).toHaveLength(1);
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    const { tickets } = await listTickets(agent, {});
    expect(tickets).toMatchObject([{ id, stage: 'sent', title: 'Printer on fire' }]);
  });

  it('a response lost after the commit does not create a second ticket', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.mood.loseNextAnswer = true;
    await agent.submit('Only once');
    await expect.poll(() => agent.condition()).toBe('offline');
    expect(agent.agent.state().waiting).toBe(1);
    clock.advance(60_000);
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
    expect(desk.received).toHaveLength(2);
    expect(titles(desk)).toEqual(['Only once']);
  });

  it('an agent killed between the server’s commit and its own sends again and creates no second ticket', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    let release = () => {};
    desk.mood.stall = new Promise((resolve) => {
      release = resolve;
    });
    await agent.submit('Killed in between');
    await expect.poll(() => titles(desk)).toEqual(['Killed in between']);
    await agent.kill();
    desk.mood.stall = null;
    release();

    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    expect(again.agent.state().waiting).toBe(1);
    await expect.poll(() => again.agent.state().waiting).toBe(0);
    expect(titles(desk)).toEqual(['Killed in between']);
  });

  it('commands submitted offline survive the process, and arrive in order', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    const first = await agent.submit('First');
    await expect.poll(() => agent.condition()).toBe('offline');
    await sendMessage(agent, first, 'More about the first');
    await agent.submit('Second');
    await agent.kill();

    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => again.condition()).toBe('offline');
    expect(again.agent.state().waiting).toBe(3);
    const detail = await again.ask('tickets:open', { id: first });
    expect(detail).toMatchObject({
      ok: true,
      value: {
        stage: 'saved',
        ticket: { title: 'First' },
        waitingComments: [{ body: 'More about the first' }],
      },
    });
    desk.comeBack();
    again.agent.renew();
    await expect.poll(() => again.agent.state().waiting).toBe(0);
    expect(titles(desk)).toEqual(['First', 'Second']);
    expect(desk.tickets()[0]?.comments.map(({ body }) => body)).toEqual(['More about the first']);
    expect(desk.received.map(({ kind }) => kind)).toEqual(['create-ticket', 'add-comment', 'create-ticket']);
  });

  it('more commands than one call can hold are sent in several calls, in order', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    const expected = Array.from({ length: 23 }, (_, index) => `Ticket ${index}`);
    for (const title of expected) await agent.submit(title);
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => titles(desk)).toEqual(expected);
  });

  it('a ticket saved before a suspension is sent after the activation, not before', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Kept');
    desk.setState('suspended');
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.agent.state().standing?.state).toBe('suspended');
    expect(agent.condition()).toBe('needs-attention');
    await expect.poll(() => desk.streamCount()).toBe(1);
    desk.setState('active');
    await expect.poll(() => titles(desk)).toEqual(['Kept']);
  });

  it('a command that the server holds blocks later ones of its ticket, and is tried again', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.mood.hold = (body) => (JSON.stringify(body).includes('"Held"') ? 'attachment-missing' : null);
    desk.goDown();
    const id = await agent.submit('Held');
    await agent.submit('Not held');
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => titles(desk)).toEqual(['Not held']);
    await expect.poll(() => agent.agent.state().waiting).toBe(1);
    expect(agent.condition()).toBe('ready');
    await sendMessage(agent, id, 'Waits with its ticket');
    await expect.poll(() => agent.agent.isSending()).toBe(false);

    desk.mood.hold = null;
    clock.advance(60_000);
    await expect.poll(() => titles(desk)).toEqual(['Not held', 'Held']);
    await expect.poll(() => desk.tickets()[1]?.comments).toHaveLength(1);
  });

  it('a ticket whose upload failed is not overtaken by the next one', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.goDown();
    await agent.submit('First', {}, screenOf(1, 1, 1));
    await agent.submit('Second', {}, screenOf(2, 2, 2));
    await expect.poll(() => desk.calls.at(-1)).toBe('POST /v1/sync');
    desk.uploads.mood.breakAfter = 10;
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => desk.uploads.mood.breakAfter).toBeNull();
    await expect.poll(() => agent.agent.isSending()).toBe(false);
    clock.advance(60_000);
    await expect.poll(() => titles(desk)).toEqual(['First', 'Second']);
  });

  it('a refused ticket becomes a draft with its text, its picture and the reason', async () => {
    const desk = serverInMemory();
    desk.mood.refuse = () => ({ code: 'title-too-long', details: { limit: 5 } });
    const agent = started(await startReadyAgent(desk));
    await agent.submit('Too long for this server');
    await expect.poll(() => agent.toasts).toHaveLength(1);
    expect(agent.toasts[0]?.body).toContain('longer than 5 characters');
    expect(agent.agent.state().waiting).toBe(0);

    const target = agent.toasts[0]?.target;
    if (!target || !('draftId' in target)) throw new Error('the toast does not lead to the draft');
    agent.agent.form.open({ id: target.draftId });
    const draft = await agent.shown();
    expect(draft).toMatchObject({
      content: { title: 'Too long for this server', description: 'About Too long for this server' },
      problem: { code: 'title-too-long' },
      attachments: [{ kind: 'picture', width: 4, height: 2 }],
    });
    const [picture] = draft.attachments;
    expect(await agent.agent.pictureBytes(picture?.id ?? '')).toHaveLength(picture?.size ?? 0);

    expect(readdirSync(join(agent.folder, 'attachments'))).toHaveLength(1);
    desk.mood.refuse = null;
    const content = { ...draft.content, title: 'Short' };
    await agent.ask('draft:submit', { id: draft.id, content, act: null });
    await expect.poll(() => titles(desk)).toEqual(['Short']);
    expect(desk.tickets()[0]?.attachments).toHaveLength(1);
  });

  it('a refused ticket keeps its people, urgency and withheld facts in the draft', async () => {
    const desk = serverInMemory();
    desk.mood.refuse = () => ({ code: 'person-unknown', details: { name: 'Léa Martin' } });
    const agent = started(await startReadyAgent(desk));
    const lea = { ...COLLEAGUE, site: null };
    await agent.submit('For Léa', { onBehalfOf: lea, urgency: 'high', withheldFacts: ['host'] });
    await expect.poll(() => agent.toasts.at(-1)?.title).toBe('Your ticket was not accepted – For Léa');
    const target = agent.toasts[0]?.target;
    if (!target || !('draftId' in target)) throw new Error('the toast does not lead to the draft');
    agent.agent.form.open({ id: target.draftId });
    const { content } = await agent.shown();
    expect(content).toMatchObject({ onBehalfOf: COLLEAGUE, urgency: 'high' });
    expect(content.withheldFacts).toContain('host');
  });

  it('discarding a refused ticket deletes its picture', async () => {
    const desk = serverInMemory();
    desk.mood.refuse = () => ({ code: 'command-invalid' });
    const agent = started(await startReadyAgent(desk));
    await agent.submit('Unwanted');
    await expect.poll(() => agent.toasts).toHaveLength(1);
    const [refused] = unwrap(await agent.ask('draft:others', undefined));
    expect(readdirSync(join(agent.folder, 'attachments'))).toHaveLength(1);
    await agent.ask('draft:discard', { id: refused?.id ?? '' });
    await expect.poll(() => readdirSync(join(agent.folder, 'attachments'))).toEqual([]);
  });

  it('a refused message becomes the draft of a new ticket', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const id = await agent.submit('Closed meanwhile');
    await expect.poll(() => titles(desk)).toHaveLength(1);
    desk.goDown();
    await sendMessage(agent, id, 'It fails again');
    desk.update(id, { status: 'closed' });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.toasts.some(({ target }) => 'draftId' in target)).toBe(true);
    const [refused] = unwrap(await agent.ask('draft:others', undefined));
    agent.agent.form.open({ id: refused?.id ?? '' });
    expect(await agent.shown()).toMatchObject({
      ticketId: null,
      content: { title: 'Closed meanwhile', description: 'It fails again' },
      problem: { code: 'ticket-closed' },
    });
  });
});
