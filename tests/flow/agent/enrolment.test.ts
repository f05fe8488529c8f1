// Enrolment, activation and confirmation of an agent, and the condition it reports at each step.
import { describe, expect, it } from 'vitest';
import { removedAfterEach, startAgent, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { serverInMemory, TOKEN } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();

const REQUESTER = { fullName: 'A requester', email: 'Requester@Example.org ' };

describe('enrolment', () => {
  it('goes from waiting to the confirmation of the address to ready', async () => {
    const desk = serverInMemory();
    const agent = started(startAgent({ fetch: desk.fetch }));
    await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
    expect(agent.condition()).toBe('waiting-for-activation');
    agent.agent.form.open();
    expect(await agent.ask('draft:current', undefined)).toEqual({ ok: true, value: null });

    await expect.poll(() => desk.streamCount()).toBe(1);
    desk.setState('active');
    await expect.poll(() => agent.condition()).toBe('confirm-address');

    expect(await agent.ask('settings:send-token', REQUESTER)).toMatchObject({ ok: true });
    const wrong = await agent.ask('settings:confirm', { ...REQUESTER, token: '2222-2222' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'token-wrong', details: { triesLeft: 4 } } });
    const typed = `${TOKEN.slice(0, 4).toLowerCase()} - ${TOKEN.slice(4)}`;
    const right = await agent.ask('settings:confirm', { ...REQUESTER, token: typed });
    expect(right).toEqual({ ok: true, value: { fullName: 'A requester', email: 'requester@example.org' } });
    await expect.poll(() => agent.condition()).toBe('ready');
  });

  it('an unknown enrolment key is reported, and tried again later', async () => {
    const desk = serverInMemory();
    desk.mood.keyRevoked = true;
    const clock = manualClock();
    const agent = started(startAgent({ fetch: desk.fetch, clock }));
    await expect.poll(() => agent.condition()).toBe('needs-attention');
    expect(agent.agent.state().problem?.code).toBe('enrolment-key-unknown');
    desk.mood.keyRevoked = false;
    await expect.poll(() => clock.nextDue()).not.toBeNull();
    clock.advance(60_000);
    await expect.poll(() => agent.condition()).toBe('waiting-for-activation');
    expect(agent.agent.state().problem).toBeNull();
  });

  it('an offline start raises no alarm, and the agent enrols once online', async () => {
    const desk = serverInMemory();
    desk.goDown();
    const agent = started(startAgent({ fetch: desk.fetch }));
    await expect.poll(() => agent.agent.state().online).toBe(false);
    expect(agent.condition()).toBe('waiting-for-activation');
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
    expect(desk.agentCount()).toBe(1);
  });

  it('an agent that the server does not know any more enrols again and loses nothing', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(await startReadyAgent(desk, { clock }));
    desk.goDown();
    await agent.submit('Not lost');
    desk.forgetAgents();
    desk.comeBack();
    agent.agent.renew();
    await expect
      .poll(() => {
        clock.advance(1000);
        return desk.agentCount();
      })
      .toBe(1);
    await expect.poll(() => agent.condition()).toBe('waiting-for-activation');
    expect(agent.agent.state().waiting).toBe(1);
    await expect.poll(() => desk.streamCount()).toBeGreaterThan(0);
    desk.setState('active');
    desk.confirm('requester@example.org');
    await expect.poll(() => desk.tickets().map(({ title }) => title)).toEqual(['Not lost']);
  });

  it('an enrolled agent still works after its enrolment key was revoked', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    await agent.kill();
    desk.mood.keyRevoked = true;
    const before = desk.calls.length;
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => desk.calls.slice(before)).toContain('POST /v1/sync');
    await expect.poll(() => again.agent.isSending()).toBe(false);
    expect(again.condition()).toBe('ready');
  });

  it('a response that is not from the server, such as a captive portal’s, counts as offline', async () => {
    const portal = async () => new Response('<html>Welcome to the hotel</html>', { status: 200 });
    const agent = started(startAgent({ fetch: portal }));
    await expect.poll(() => agent.agent.state().online).toBe(false);
    expect(agent.condition()).toBe('waiting-for-activation');
  });
});

describe('personal settings', () => {
  it('name and address are stored even if sending the token fails', async () => {
    const desk = serverInMemory();
    const agent = started(startAgent({ fetch: desk.fetch }));
    await expect.poll(() => agent.agent.state().standing?.state).toBe('waiting');
    desk.goDown();
    const sent = await agent.ask('settings:send-token', REQUESTER);
    expect(sent).toMatchObject({ ok: false, error: { code: 'server-unreachable' } });
    const read = await agent.ask('settings:read', undefined);
    expect(read).toMatchObject({ ok: true, value: { settings: REQUESTER } });
  });

  it('say where a token was sent, until it is used or expires', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    const agent = started(startAgent({ fetch: desk.fetch, clock }));
    await expect.poll(() => desk.streamCount()).toBe(1);
    desk.setState('active');
    await expect.poll(() => agent.condition()).toBe('confirm-address');
    const sentTo = async () => unwrap(await agent.ask('settings:read', undefined)).tokenSentTo;
    expect(await sentTo()).toBeNull();

    await agent.ask('settings:send-token', { ...REQUESTER, email: ' Requester@Example.org ' });
    expect(await sentTo()).toBe('requester@example.org');
    await agent.ask('settings:confirm', { ...REQUESTER, token: '2222-2222' });
    expect(await sentTo()).toBe('requester@example.org');
    clock.advance(10 * 60_000);
    expect(await sentTo()).toBeNull();

    await agent.ask('settings:send-token', REQUESTER);
    await agent.ask('settings:confirm', { ...REQUESTER, token: TOKEN });
    expect(await sentTo()).toBeNull();
  });

  it('report an invalid address at its field, and send no token', async () => {
    const desk = serverInMemory();
    const agent = started(startAgent({ fetch: desk.fetch }));
    const sent = await agent.ask('settings:send-token', { fullName: ' ', email: 'not an address' });
    if (sent.ok) throw new Error('it was accepted');
    expect(sent.error.code).toBe('invalid-request');
    expect(sent.error.details?.issues?.map(({ path }) => path).sort()).toEqual(['email', 'fullName']);
    expect(desk.calls).not.toContain('POST /v1/confirmations/tokens');
  });

  it('the chosen language is stored, and is the language of requests to the server', async () => {
    const desk = serverInMemory();
    const languages: (string | null)[] = [];
    const agent = started(
      startAgent({
        fetch: (input, init) => {
          languages.push(new Request(input, init).headers.get('accept-language'));
          return desk.fetch(input, init);
        },
      }),
    );
    const { settings } = unwrap(await agent.ask('settings:read', undefined));
    await agent.ask('settings:write', { ...settings, language: 'fr' });
    expect(agent.agent.state().language).toBe('fr');
    agent.agent.renew();
    await expect.poll(() => languages.at(-1)).toBe('fr');
  });
});
