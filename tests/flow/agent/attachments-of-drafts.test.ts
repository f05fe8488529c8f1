// Files picked, dropped or pasted: sealed as they are at that moment, and refused with their reason.
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
import { answered } from './asking.ts';

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
  return { id, ...answered(await agent.agent.attachFiles({ id, files })) };
}
async function sentNames(agent: AgentUnderTest, desk: ReturnType<typeof serverInMemory>): Promise<string[]> {
  const { id, content } = await agent.shown();
  answered(await agent.ask('draft:submit', { id, content, act: null }));
  await expect.poll(() => desk.tickets()).toHaveLength(1);
  return desk.tickets()[0]?.attachments.map(({ name }) => name) ?? [];
}

describe('a file', () => {
  it('goes as it was when it was attached, though it is deleted or changed before Send', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const [deleted, changed] = [file('deleted.txt', 'was here'), file('changed.txt', 'before')];
    await formWith(agent, [deleted, changed]);
    rmSync(deleted.path);
    writeFileSync(changed.path, 'after');
    expect(await sentNames(agent, desk)).toEqual(['deleted.txt', 'changed.txt']);
    expect(desk.uploads.contents().map(String).sort()).toEqual(['before', 'was here']);
    await expect.poll(() => sealedFiles(agent)).toEqual([]);
  });

  it('of 25 MB is sealed with its very bytes, and one byte more is refused', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const bytes = Buffer.alloc(25 * 1024 * 1024, 'guichet');
    const { id, refused } = await formWith(agent, [file('limit.bin', bytes)]);
    expect(refused).toEqual([]);
    truncateSync(file('over.bin', bytes).path, bytes.length + 1);
    const over = answered(
      await agent.agent.attachFiles({ id, files: [{ path: join(desktop, 'over.bin') }] }),
    );
    const error = { code: 'attachment-too-large', details: { limitMegabytes: 25 } };
    expect(over).toEqual({ attached: 0, refused: [error] });
    await sentNames(agent, desk);
    expect(desk.uploads.contents()[0]?.equals(bytes)).toBe(true);
  });

  it('outlives a crash with its draft, and goes with it when that is discarded', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await formWith(agent, [file('kept.pdf')]);
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    answered(await again.ask('draft:open', { id }));
    const [kept] = (await again.shown()).attachments;
    expect(kept).toMatchObject({ kind: 'file', name: 'kept.pdf', included: true, width: null });
    expect(sealedFiles(again)).toHaveLength(1);
    answered(await again.ask('draft:discard', { id }));
    await expect.poll(() => sealedFiles(again)).toEqual([]);
  });

  it('that is removed leaves the disk, and one that is left out is not sent', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await formWith(agent, [file('removed.txt'), file('left-out.txt'), file('sent.txt')]);
    const [removed, leftOut] = (await agent.shown()).attachments;
    answered(await agent.ask('draft:remove', { id, attachmentId: removed?.id ?? '' }));
    await expect.poll(() => sealedFiles(agent)).toHaveLength(2);
    answered(await agent.ask('draft:include', { id, attachmentId: leftOut?.id ?? '', included: false }));
    expect(await sentNames(agent, desk)).toEqual(['sent.txt']);
  });

  it('that cannot be attached says why, and does not keep the others out', async () => {
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

  it('of a kind that IT does not accept is refused by its name', async () => {
    const agent = started(await startReadyAgent(serverInMemory(), { policy: { fileTypes: ['pdf'] } }));
    const { attached, refused } = await formWith(agent, [file('tool.EXE'), file('scan.PDF')]);
    expect(attached).toBe(1);
    expect(refused).toEqual([{ code: 'attachment-type-refused', details: { name: 'tool.EXE' } }]);
  });

  it('is told at Send when IT does not accept it, rather than after it was said to be saved', async () => {
    const agent = started(await startReadyAgent(serverInMemory(), { policy: { fileTypes: ['pdf'] } }));
    const { id, content, attachments } = await agent.compose({ title: 'With a picture' });
    const name = attachments[0]?.name ?? '';
    const send = () => agent.ask('draft:submit', { id, content, act: null });
    const error = { code: 'attachment-type-refused', details: { name } };
    expect(await send()).toEqual({ ok: false, error });
    answered(
      await agent.ask('draft:include', { id, attachmentId: attachments[0]?.id ?? '', included: false }),
    );
    answered(await send());
  });

  it('that is being read keeps a form without a word from starting afresh', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const { id } = await agent.compose({}, captured());
    const attaching = agent.agent.attachFiles({ id, files: [file('large.bin', Buffer.alloc(3_000_000))] });
    agent.agent.form.open();
    expect(answered(await attaching)).toEqual({ attached: 1, refused: [] });
    expect(await agent.shown()).toMatchObject({ id, attachments: [{ name: 'large.bin' }] });
  });

  it('that is removed while it is being read is not attached, and Send waits for one that is', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await agent.compose({ title: 'Quick' }, captured());
    const paths = [
      file('unwanted.bin', Buffer.alloc(3_000_000)),
      file('wanted.bin', Buffer.alloc(3_000_001)),
    ];
    const attaching = agent.agent.attachFiles({ id, files: paths });
    const [unwanted, wanted] = (await agent.shown()).attachments;
    expect(wanted).toMatchObject({ name: 'wanted.bin', size: null });
    answered(await agent.ask('draft:remove', { id, attachmentId: unwanted?.id ?? '' }));
    expect(await sentNames(agent, desk)).toEqual(['wanted.bin']);
    expect(answered(await attaching)).toEqual({ attached: 1, refused: [] });
    await expect.poll(() => sealedFiles(agent)).toEqual([]);
  });
});

describe('many files', () => {
  it('of which a thousand are dropped are ten, and one refusal without reading the rest', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const there = Array.from({ length: 10 }, (_, at) => file(`${at}.txt`));
    const unread = Array.from({ length: 990 }, (_, at) => ({ path: join(desktop, `not-there-${at}`) }));
    const { attached, refused } = await formWith(agent, [...there, ...unread]);
    expect(attached).toBe(10);
    expect(refused).toEqual([{ code: 'attachments-too-many', details: { limit: 10 } }]);
  });

  it('that are more than 100 MB together are refused from the one that is too much', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const large = Array.from({ length: 5 }, (_, at) => {
      const made = file(`${at}.bin`, '');
      truncateSync(made.path, 24 * 1024 * 1024);
      return made;
    });
    const { attached, refused } = await formWith(agent, large);
    expect(attached).toBe(4);
    expect(refused).toEqual([{ code: 'attachments-too-large', details: { limitMegabytes: 100 } }]);
    expect(sealedFiles(agent)).toHaveLength(1);
  });

  it('and pictures together are ten at most: an eleventh is not included', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const files = Array.from({ length: 10 }, (_, at) => file(`${at}.txt`));
    const { id } = await formWith(agent, files);
    agent.agent.form.addCaptured(captured(screenOf(1, 2, 3)));
    const [picture] = (await agent.shown()).attachments;
    expect(picture).toMatchObject({ kind: 'picture', included: false });
    const asked = { id, attachmentId: picture?.id ?? '', included: true };
    const refusal = { ok: false, error: { code: 'attachments-too-many' } };
    expect(await agent.ask('draft:include', asked)).toMatchObject(refusal);
  });
});

it('names are kept as people wrote them, short enough, and never twice the same', async () => {
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
  const names = await sentNames(agent, desk);
  expect(names).toEqual([
    '🖨️ broken.txt',
    'تقرير.pdf',
    `${'é'.repeat(250)}.docx`,
    'image.png',
    'Image (2).png',
    'ab.txt',
  ]);
});
