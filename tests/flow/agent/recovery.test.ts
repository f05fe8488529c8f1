// Faults from which the agent must recover without losing data.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEW_CONTENT } from '../../../contract/new-content.ts';
import { sealJson } from '../../../main/db/seal.ts';
import { openStorage } from '../../../main/db/storage.ts';
import { newDraft } from '../../../main/draft/draft-store.ts';
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
import { recordingLog } from '../../fakes/recording-log.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();

describe('an agent on a bad network', () => {
  it('does not lose its enrolment when a proxy answers 401', async () => {
    const desk = serverInMemory();
    const clock = manualClock();
    let behindProxy = false;
    const fetch: typeof desk.fetch = async (input, init) =>
      behindProxy ? new Response('<html>Sign in</html>', { status: 401 }) : desk.fetch(input, init);
    const agent = started(await startReadyAgent({ ...desk, fetch }, { clock }));
    desk.mood.keyRevoked = true;
    behindProxy = true;
    agent.agent.renew();
    await expect.poll(() => agent.condition()).toBe('offline');
    clock.advance(5000);
    behindProxy = false;
    agent.agent.renew();
    await expect.poll(() => agent.condition()).toBe('ready');
    expect(desk.agentCount()).toBe(1);
  });

  it('is not ready while the server refuses every call', async () => {
    const desk = serverInMemory();
    let refuses = false;
    const error = { code: 'invalid-request', message: 'no' };
    const fetch: typeof desk.fetch = async (input, init) =>
      refuses ? Response.json({ error }, { status: 400 }) : desk.fetch(input, init);
    const agent = started(await startReadyAgent({ ...desk, fetch }));
    refuses = true;
    await agent.submit('Nobody takes it');
    await expect.poll(() => agent.condition()).toBe('offline');
    expect(agent.agent.state().waiting).toBe(1);
    refuses = false;
    agent.agent.renew();
    await expect.poll(() => agent.condition()).toBe('ready');
    await expect.poll(() => agent.agent.state().waiting).toBe(0);
  });
});

describe('an agent whose files are refused', () => {
  it('does not say Ready: it counts what waits and says why, until they pass', async () => {
    const desk = serverInMemory();
    const log = recordingLog();
    let takesFiles = false;
    const fetch: typeof desk.fetch = async (input, init) =>
      !takesFiles && (input instanceof Request ? input.url : String(input)).includes('/v1/uploads')
        ? new Response('the disk of the server is full', { status: 507 })
        : desk.fetch(input, init);
    const agent = started(await startReadyAgent({ ...desk, fetch }, { log }));
    await agent.submit('With a picture');
    await expect.poll(() => agent.agent.state()).toMatchObject({ hindrance: 'uploads', waiting: 1 });
    expect(agent.condition()).toBe('ready');
    takesFiles = true;
    agent.agent.renew();
    await expect.poll(() => agent.agent.state()).toMatchObject({ hindrance: null, waiting: 0 });
    expect(log.lines.filter((line) => /files|help desk/.test(line))).toEqual([
      'files cannot be uploaded: server-unreachable',
      'the help desk answers again',
    ]);
  });

  it('an outage leaves two lines in the log, however many rounds fail', async () => {
    const desk = serverInMemory();
    const log = recordingLog();
    const agent = started(await startReadyAgent(desk, { log }));
    for (let outage = 0; outage < 3; outage++) {
      desk.goDown();
      for (let round = 0; round < 3; round++) {
        agent.agent.renew();
        await expect.poll(() => agent.agent.isSending()).toBe(false);
      }
      await expect.poll(() => agent.condition()).toBe('offline');
      desk.comeBack();
      agent.agent.renew();
      await expect.poll(() => agent.condition()).toBe('ready');
    }
    expect(log.lines).toEqual(
      Array.from({ length: 3 }, () => [
        'the help desk does not answer: server-unreachable',
        'the help desk answers again',
      ]).flat(),
    );
  });
});

describe('stored data', () => {
  it('a name beyond the limit does not reset the language', async () => {
    const desk = serverInMemory();
    const agent = started(startAgent({ fetch: desk.fetch }));
    const { settings } = unwrap(await agent.ask('settings:read', undefined));
    await agent.ask('settings:write', { ...settings, language: 'fr' });
    const sent = await agent.ask('settings:send-token', {
      fullName: 'A'.repeat(201),
      email: 'requester@example.org',
    });
    expect(sent).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(await agent.ask('settings:read', undefined)).toMatchObject({
      ok: true,
      value: { settings: { language: 'fr' } },
    });
  });

  it('an unknown error code does not block the outbox, nor hide a draft', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Held by a newer agent');
    await agent.kill();
    const storage = openStorage(agent.folder, { wrap: plainWrap, chance });
    if (!storage.ok) throw new Error(storage.error.code);
    const { db, seal } = storage.value;
    db.exec(`update outbox set held = '{"code":"from-the-future"}'`);
    const id = '6f1c2f0e-3b0a-4c53-8b8e-0d5a51f6c001';
    const problem = { code: 'from-the-future' };
    const content = { ...NEW_CONTENT, title: 'Refused by a newer server' };
    const draft = { ...newDraft(id, null), content, problem };
    db.prepare('insert into draft (id, sealed, updated_at) values (?, ?, ?)').run(
      id,
      sealJson(seal, 'draft', id, draft),
      '2026-01-31T09:45:00.000Z',
    );
    storage.value.close();

    desk.comeBack();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    await expect.poll(() => desk.tickets().map(({ title }) => title)).toEqual(['Held by a newer agent']);
    await expect.poll(() => again.agent.state().waiting).toBe(0);
    const others = unwrap(await again.ask('draft:others', undefined));
    expect(others).toMatchObject([{ id, title: 'Refused by a newer server' }]);
  });

  it('a draft has its picture when it comes back after a refused one was shown', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    desk.goDown();
    await agent.submit('Refused');
    const { id } = await agent.compose({ title: 'Being written' }, captured(screenOf(4, 5, 6)));
    desk.mood.refuse = () => ({ code: 'command-invalid' });
    desk.comeBack();
    agent.agent.renew();
    await expect.poll(() => agent.toasts).toHaveLength(1);
    expect(await agent.shown()).toMatchObject({ id, content: { title: 'Being written' } });

    const target = agent.toasts[0]?.target;
    if (!target || !('draftId' in target)) throw new Error('the toast does not lead to the draft');
    agent.agent.form.open({ id: target.draftId });
    expect(await agent.shown()).toMatchObject({ content: { title: 'Refused' }, attachments: [{}] });
    await agent.ask('draft:discard', { id: target.draftId });
    agent.agent.form.open({ id });
    const back = await agent.shown();
    expect(back).toMatchObject({ id, content: { title: 'Being written' }, attachments: [{}] });
    expect(await agent.agent.pictureBytes(back.attachments[0]?.id ?? '')).not.toBeNull();
  });

  it('a picture being saved when its draft is discarded leaves no file', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id, content } = await agent.compose({ title: 'Changed my mind' });
    const [submitted] = await Promise.all([
      agent.ask('draft:submit', { id, content, act: null }),
      agent.ask('draft:discard', { id }),
    ]);
    expect(submitted).toMatchObject({ ok: false, error: { code: 'draft-gone' } });
    await expect.poll(() => readdirSync(join(agent.folder, 'attachments'))).toEqual([]);
    expect(desk.tickets()).toEqual([]);
  });
});
