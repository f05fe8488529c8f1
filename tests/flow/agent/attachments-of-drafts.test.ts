// Files picked, dropped or pasted: sealed when they are attached, or refused with a reason.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AttachFiles } from '../../../contract/ipc.ts';
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
const desktop = mkdtempSync(join(tmpdir(), 'guichet-desktop-'));
afterEach(() => {
  for (const name of readdirSync(desktop)) rmSync(join(desktop, name), { recursive: true });
});

function file(name: string, content: string | Buffer = `What ${name} says`): { path: string } {
  const path = join(desktop, name);
  writeFileSync(path, content);
  return { path };
}
const sealedFiles = (agent: AgentUnderTest) => readdirSync(join(agent.folder, 'attachments'));

async function formWith(agent: AgentUnderTest, files: AttachFiles['files']) {
  const { id } = await agent.compose({ title: 'With files' }, captured());
  return { id, ...unwrap(await agent.agent.attachFiles({ id, files })) };
}
async function submitAndListNames(
  agent: AgentUnderTest,
  desk: ReturnType<typeof serverInMemory>,
): Promise<string[]> {
  const { id, content } = await agent.shown();
  unwrap(await agent.ask('draft:submit', { id, content, act: null }));
  await expect.poll(() => desk.tickets()).toHaveLength(1);
  return desk.tickets()[0]?.attachments.map(({ name }) => name) ?? [];
}

describe('a file', () => {
  it('is sent as it was when attached, even if deleted or changed before Send', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const [deleted, changed] = [file('deleted.txt', 'was here'), file('changed.txt', 'before')];
    await formWith(agent, [deleted, changed]);
    rmSync(deleted.path);
    writeFileSync(changed.path, 'after');
    expect(await submitAndListNames(agent, desk)).toEqual(['deleted.txt', 'changed.txt']);
    expect(desk.uploads.contents().map(String).sort()).toEqual(['before', 'was here']);
    // kept for a server that comes back older
    await expect.poll(() => sealedFiles(agent)).toHaveLength(2);
  });

  it('of 25 MB is accepted and arrives unchanged, and one byte more is refused', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const bytes = Buffer.alloc(25 * 1024 * 1024, 'guichet');
    const { id, refused } = await formWith(agent, [file('limit.bin', bytes)]);
    expect(refused).toEqual([]);
    truncateSync(file('over.bin', bytes).path, bytes.length + 1);
    const over = unwrap(await agent.agent.attachFiles({ id, files: [{ path: join(desktop, 'over.bin') }] }));
    const error = { code: 'attachment-too-large', details: { limitMegabytes: 25 } };
    expect(over).toEqual({ attached: 0, refused: [error] });
    await submitAndListNames(agent, desk);
    expect(desk.uploads.contents()[0]?.equals(bytes)).toBe(true);
  });

  it('survives a crash with its draft, and is deleted when the draft is discarded', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await formWith(agent, [file('stored.pdf')]);
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    unwrap(await again.ask('draft:open', { id }));
    const [stored] = (await again.shown()).attachments;
    expect(stored).toMatchObject({ kind: 'file', name: 'stored.pdf', included: true, width: null });
    expect(sealedFiles(again)).toHaveLength(1);
    unwrap(await again.ask('draft:discard', { id }));
    await expect.poll(() => sealedFiles(again)).toEqual([]);
  });

  it('is deleted from the disk when removed, and is not sent when excluded', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await formWith(agent, [file('removed.txt'), file('left-out.txt'), file('sent.txt')]);
    const [removed, leftOut] = (await agent.shown()).attachments;
    unwrap(await agent.ask('draft:remove', { id, attachmentId: removed?.id ?? '' }));
    await expect.poll(() => sealedFiles(agent)).toHaveLength(2);
    unwrap(await agent.ask('draft:include', { id, attachmentId: leftOut?.id ?? '', included: false }));
    expect(await submitAndListNames(agent, desk)).toEqual(['sent.txt']);
  });

  it('that cannot be attached is refused with a reason, and the others are attached', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    mkdirSync(join(desktop, 'folder'));
    const gone = { path: join(desktop, 'gone.txt') };
    const files = [file('empty.txt', ''), { path: join(desktop, 'folder') }, gone, file('fine.txt')];
    const { attached, refused } = await formWith(agent, files);
    expect(attached).toBe(1);
    expect(refused).toEqual([
      { code: 'file-empty', details: { name: 'empty.txt' } },
      { code: 'file-is-folder', details: { name: 'folder' } },
      { code: 'file-unreadable', details: { name: 'gone.txt' } },
    ]);
    expect((await agent.shown()).attachments).toMatchObject([{ name: 'fine.txt' }]);
    expect(sealedFiles(agent)).toHaveLength(1);
  });

  it('of a type that IT does not accept is refused by name', async () => {
    const agent = started(await startReadyAgent(serverInMemory(), { policy: { fileTypes: ['pdf'] } }));
    const { attached, refused } = await formWith(agent, [file('tool.EXE'), file('scan.PDF')]);
    expect(attached).toBe(1);
    expect(refused).toEqual([{ code: 'attachment-type-refused', details: { name: 'tool.EXE' } }]);
  });

  it('of a type that IT does not accept is refused at Send, not after the ticket was saved', async () => {
    const agent = started(await startReadyAgent(serverInMemory(), { policy: { fileTypes: ['pdf'] } }));
    const { id, content, attachments } = await agent.compose({ title: 'With a picture' });
    const name = attachments[0]?.name ?? '';
    const send = () => agent.ask('draft:submit', { id, content, act: null });
    const error = { code: 'attachment-type-refused', details: { name } };
    expect(await send()).toEqual({ ok: false, error });
    unwrap(await agent.ask('draft:include', { id, attachmentId: attachments[0]?.id ?? '', included: false }));
    unwrap(await send());
  });

  it('being read keeps an empty draft in the form', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const { id } = await agent.compose({}, captured());
    const attaching = agent.agent.attachFiles({ id, files: [file('large.bin', Buffer.alloc(3_000_000))] });
    agent.agent.form.open();
    expect(unwrap(await attaching)).toEqual({ attached: 1, refused: [] });
    expect(await agent.shown()).toMatchObject({ id, attachments: [{ name: 'large.bin' }] });
  });

  it('removed while being read is not attached, and Send waits for the others', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await agent.compose({ title: 'Quick' }, captured());
    const paths = [
      file('unwanted.bin', Buffer.alloc(3_000_000)),
      file('wanted.bin', Buffer.alloc(3_000_001)),
    ];
    const attaching = agent.agent.attachFiles({ id, files: paths });
    const [removed, second] = (await agent.shown()).attachments;
    expect(second).toMatchObject({ name: 'wanted.bin', size: null });
    unwrap(await agent.ask('draft:remove', { id, attachmentId: removed?.id ?? '' }));
    expect(await submitAndListNames(agent, desk)).toEqual(['wanted.bin']);
    expect(unwrap(await attaching)).toEqual({ attached: 1, refused: [] });
    await expect.poll(() => sealedFiles(agent)).toHaveLength(1);
  });
});

describe('many files', () => {
  it('are limited to ten: of a thousand, the rest is refused once and not read', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const present = Array.from({ length: 10 }, (_, at) => file(`${at}.txt`));
    const unread = Array.from({ length: 990 }, (_, at) => ({ path: join(desktop, `not-there-${at}`) }));
    const { attached, refused } = await formWith(agent, [...present, ...unread]);
    expect(attached).toBe(10);
    expect(refused).toEqual([{ code: 'attachments-too-many', details: { limit: 10 } }]);
  });

  it('are limited to 100 MB in total: the one that exceeds it is refused', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const large = Array.from({ length: 5 }, (_, at) => {
      const large = file(`${at}.bin`, '');
      truncateSync(large.path, 24 * 1024 * 1024);
      return large;
    });
    const { attached, refused } = await formWith(agent, large);
    expect(attached).toBe(4);
    expect(refused).toEqual([{ code: 'attachments-too-large', details: { limitMegabytes: 100 } }]);
    expect(sealedFiles(agent)).toHaveLength(1);
  });

  it('and pictures are limited to ten together: an eleventh is not included', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const files = Array.from({ length: 10 }, (_, at) => file(`${at}.txt`));
    const { id } = await formWith(agent, files);
    agent.agent.form.addCaptured(captured(screenOf(1, 2, 3)));
    const [picture] = (await agent.shown()).attachments;
    expect(picture).toMatchObject({ kind: 'picture', included: false });
    const request = { id, attachmentId: picture?.id ?? '', included: true };
    const refusal = { ok: false, error: { code: 'attachments-too-many' } };
    expect(await agent.ask('draft:include', request)).toMatchObject(refusal);
  });
});

it('file names keep their characters, are cut to the limit, and are made unique', async () => {
  const desk = serverInMemory();
  const agent = started(await startReadyAgent(desk));
  const bytes = () => Buffer.from('content');
  const pasted = [
    { name: '🖨️ broken.txt', bytes: bytes() },
    { name: 'تقرير.pdf', bytes: bytes() },
    { name: `${'é'.repeat(400)}.docx`, bytes: bytes() },
    { name: 'image.png', bytes: bytes() },
    { name: 'Image.png', bytes: bytes() },
    { name: String.raw`C:\Users\someone\a${'\u0007'}b.txt`, bytes: bytes() },
  ];
  await formWith(agent, pasted);
  const names = await submitAndListNames(agent, desk);
  expect(names).toEqual([
    '🖨️ broken.txt',
    'تقرير.pdf',
    `${'é'.repeat(250)}.docx`,
    'image.png',
    'Image (2).png',
    'a_b.txt',
  ]);
});
