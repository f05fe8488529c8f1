// The agent against the real server over real sockets: both sides implement the contract, and tus.
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServerClient } from '../../../main/http/server-client.ts';
import { uploadAttachment } from '../../../main/http/upload.ts';
import { type AgentUnderTest, IDENTITY, removedAfterEach, startAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { ENROLMENT_KEY } from '../../fakes/server-in-memory.ts';
import { serverProcess } from '../../fakes/server-process.ts';
import { openTicket, sendMessage } from './requests.ts';

const REQUESTER = { fullName: 'A requester', email: 'requester@example.org' };
let desk: Awaited<ReturnType<typeof serverProcess>>;
beforeEach(async () => {
  desk = await serverProcess({ ATTACHMENT_LIMIT_MB: '4' });
});
afterEach(() => desk.remove());
// After hooks run in reverse order: the agents stop before their server.
const started = removedAfterEach();

async function readyAgent(requester = REQUESTER, clock = manualClock()): Promise<AgentUnderTest> {
  const agent = started(startAgent({ fetch, serverUrl: desk.url, clock }));
  await expect.poll(agent.condition).toBe('waiting-for-activation');
  await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
  await desk.activateAll();
  await expect.poll(agent.condition).toBe('confirm-address');
  const lastToken = await desk.mailedToken();
  await agent.ask('settings:send-token', requester);
  await expect.poll(desk.mailedToken).not.toBe(lastToken);
  await agent.ask('settings:confirm', { ...requester, token: await desk.mailedToken() });
  await expect.poll(agent.condition).toBe('ready');
  return agent;
}

describe('agent and server', () => {
  it('exchange a ticket, its picture byte for byte, and replies', async () => {
    const agent = await readyAgent();
    const id = await agent.submit('Printer on fire');
    await expect.poll(() => agent.toasts.map(({ title }) => title)).toContain('Ticket R-000001 created');
    const [picture] = (await desk.ticket(id)).attachments;
    const bytes = await desk.attachment(picture?.id ?? '');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(picture?.sha256);

    await desk.ask('takeTicket', { params: { id } });
    await desk.ask('replyToTicket', {
      params: { id },
      body: { body: 'On my way', internal: false },
    });
    await expect.poll(() => agent.toasts.map(({ body }) => body)).toContain('On my way');
    await sendMessage(agent, id, 'Thank you');
    await expect
      .poll(async () => (await desk.ticket(id)).comments.map(({ body }) => body))
      .toContain('Thank you');
    await desk.ask('resolveTicket', { params: { id }, body: { solution: 'Extinguished' } });
    await expect.poll(() => agent.toasts.map(({ title }) => title)).toContain('R-000001 is resolved');
  });

  it('agree on “It still fails”, “It works now” and the rating', async () => {
    const agent = await readyAgent();
    const id = await agent.submit('Printer on fire');
    const status = async () => (await openTicket(agent, id)).ticket.status;
    const resolve = async (solution: string) => {
      await desk.ask('takeTicket', { params: { id } });
      await desk.ask('resolveTicket', { params: { id }, body: { solution } });
      await expect.poll(status).toBe('resolved');
    };
    await expect.poll(async () => (await openTicket(agent, id)).ticket.number).toBe('R-000001');
    await resolve('Extinguished');
    await sendMessage(agent, id, 'It still fails', 'reopen');
    await expect.poll(status).toBe('assigned');
    expect((await openTicket(agent, id)).waitingActs).toEqual([]);
    await resolve('Replaced');
    await agent.ask('tickets:act', { id, act: 'close' });
    await expect.poll(status).toBe('closed');
    await agent.ask('tickets:rate', { id, rating: { score: 4, comment: 'Quick' } });
    await expect
      .poll(async () => (await openTicket(agent, id)).ticket.satisfaction)
      .toEqual({ score: 4, comment: 'Quick' });
    expect(await openTicket(agent, id)).toMatchObject({ waitingActs: [], waitingRating: null });
    expect(agent.agent.state().waiting).toBe(0);
    expect(agent.toasts.filter(({ title }) => title.includes('closed'))).toEqual([]);
  });

  it('a picture missing on the computer is downloaded for its requester, and for nobody else', async () => {
    const agent = await readyAgent();
    const id = await agent.submit('Printer on fire');
    await expect.poll(async () => (await openTicket(agent, id)).ticket.number).toBe('R-000001');
    const [sent] = (await openTicket(agent, id)).ticket.attachments;
    const bytesFor = async (of: AgentUnderTest) =>
      (await of.agent.attachmentBytes(id, sent?.sha256 ?? ''))?.bytes.length;

    rmSync(join(agent.folder, 'attachments', sent?.sha256 ?? ''));
    expect(await bytesFor(agent)).toBe(sent?.size);
    const stranger = await readyAgent({ ...REQUESTER, email: 'stranger@example.org' });
    expect(await bytesFor(stranger)).toBeUndefined();
  });

  it('tickets written while the server was down arrive once and in order, after both were killed', async () => {
    const formerClock = manualClock();
    const agent = await readyAgent(REQUESTER, formerClock);
    await desk.kill();
    await expect
      .poll(() => {
        formerClock.advance(1000);
        return agent.condition();
      })
      .toBe('offline');
    await agent.submit('First');
    await agent.submit('Second');
    await agent.kill();

    const clock = manualClock();
    const again = startAgent({ fetch, serverUrl: desk.url, folder: agent.folder, clock });
    started(again);
    await expect.poll(again.condition).toBe('offline');
    await desk.startAgain();
    again.agent.renew();
    await expect.poll(() => again.agent.state().waiting).toBe(0);
    await expect
      .poll(async () => (await desk.tickets()).map(({ number, title }) => `${number} ${title}`))
      .toEqual(['R-000001 First', 'R-000002 Second']);
  });
});

describe('after a restart of the server', () => {
  it('the agent opens its stream again within a minute, and hears of a reply at once', async () => {
    const clock = manualClock();
    const agent = await readyAgent(REQUESTER, clock);
    const id = await agent.submit('Printer on fire');
    await expect.poll(async () => (await openTicket(agent, id)).ticket.number).toBe('R-000001');
    const isOnline = async () => (await desk.ask('listDevices')).devices[0]?.agents[0]?.online;
    await expect.poll(isOnline).toBe(true);
    await desk.kill();
    await desk.startAgain();
    const before = clock.now().getTime();
    await expect
      .poll(async () => {
        if (!agent.agent.isSending()) clock.advance(1000);
        return isOnline();
      })
      .toBe(true);
    expect(clock.now().getTime() - before).toBeLessThanOrEqual(120_000);
    await desk.ask('takeTicket', { params: { id } });
    await desk.ask('replyToTicket', { params: { id }, body: { body: 'On my way', internal: false } });
    await expect.poll(() => agent.toasts.map(({ body }) => body)).toContain('On my way');
  });
});

describe('the tus client', () => {
  /** The client of an active agent with a confirmed address. Its connection breaks once, after `breakAt.bytes` of a chunk. */
  async function client(breakAt: { bytes: number | null }) {
    const secret = randomBytes(32).toString('base64url');
    let agentId = '';
    const parts = { serverUrl: desk.url, version: '0.1.0', language: () => 'en' as const };
    const serverClient = createServerClient({
      ...parts,
      credentials: () => ({ agentId, secret }),
      async fetch(input, init) {
        const request = new Request(input, init);
        if (request.method !== 'PATCH' || breakAt.bytes === null) return fetch(request);
        const body = Buffer.from(await request.arrayBuffer()).subarray(0, breakAt.bytes);
        breakAt.bytes = null;
        await fetch(request.url, { method: 'PATCH', headers: request.headers, body });
        throw new TypeError('fetch failed');
      },
    });
    const request = { enrolmentKey: ENROLMENT_KEY, secret, identity: IDENTITY, agentVersion: '0.1.0' };
    const enrolled = await serverClient.enrol(request);
    if (!enrolled.ok) throw new Error(enrolled.error.code);
    agentId = enrolled.value.agentId;
    await desk.activateAll();
    const lastToken = await desk.mailedToken();
    await serverClient.sendToken({ email: REQUESTER.email, language: 'en' });
    await expect.poll(desk.mailedToken).not.toBe(lastToken);
    const confirmed = await serverClient.confirm({ ...REQUESTER, token: await desk.mailedToken() });
    if (!confirmed.ok) throw new Error(confirmed.error.code);
    return serverClient;
  }
  const content = (size: number) => {
    const bytes = randomBytes(size);
    return {
      bytes,
      attachment: { size, name: 'a file', sha256: createHash('sha256').update(bytes).digest('hex') },
    };
  };

  it('resumes at the server’s offset, and a repeat changes nothing', async () => {
    const breakAt = { bytes: 300_000 as number | null };
    const own = await client(breakAt);
    const { bytes, attachment } = content(2_500_000);
    const load = async () => bytes;
    expect(await uploadAttachment(attachment, { client: own, load })).toMatchObject({ ok: false });
    expect(await own.uploadOffset(attachment.sha256)).toEqual({ ok: true, value: 300_000 });
    expect(await uploadAttachment(attachment, { client: own, load })).toEqual({ ok: true, value: undefined });
    expect(await own.uploadOffset(attachment.sha256)).toEqual({ ok: true, value: 2_500_000 });
    expect(await uploadAttachment(attachment, { client: own, load })).toEqual({ ok: true, value: undefined });
  });

  it('gets the limit in the error for a larger file', async () => {
    const { bytes, attachment } = content(4 * 1024 * 1024 + 1);
    const own = await client({ bytes: null });
    expect(await uploadAttachment(attachment, { client: own, load: async () => bytes })).toMatchObject({
      ok: false,
      error: { code: 'attachment-too-large', details: { limitMegabytes: 4 } },
    });
  });

  it('fails when the content does not match its declared hash', async () => {
    const { attachment } = content(1000);
    const own = await client({ bytes: null });
    const load = async () => randomBytes(1000);
    expect(await uploadAttachment(attachment, { client: own, load })).toMatchObject({
      ok: false,
      error: { code: 'attachment-hash-mismatch' },
    });
  });
});
