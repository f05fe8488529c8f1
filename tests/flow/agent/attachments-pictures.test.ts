// The pictures of a draft: in memory until Send or Save, and deleted once replaced.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { PNG } from 'pngjs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../../contract/result.ts';
import type { Bitmap } from '../../../main/capture/picture-store.ts';
import { openStorage } from '../../../main/db/storage.ts';
import { systemChance as chance } from '../../../main/support/chance.ts';
import {
  type AgentUnderTest,
  captured,
  emptyFolder,
  plainWrap,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { unwrap } from './requests.ts';

const started = removedAfterEach();
const sealedFiles = (agent: AgentUnderTest) => readdirSync(join(agent.folder, 'attachments'));

/** A screen of random pixels: no two rows are equal, so that each can be searched for. */
function noise(width: number, height: number): Bitmap {
  const pixels = randomBytes(width * height * 4);
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
  return { pixels, width, height };
}

/** Returns the picture as a PNG with its upper half filled, as the window makes it. */
function redacted({ width, height }: Bitmap, rgba: Buffer): Buffer {
  const png = new PNG({ width, height });
  rgba.copy(png.data);
  png.data.fill(Buffer.from([0, 0, 0, 255]), 0, width * (height / 2) * 4);
  return PNG.sync.write(png);
}

function everyFile(folder: string): Buffer[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** Every file in the agent's folder, and the sealed ones and rows also opened with the agent's key. */
function everythingStored(agent: AgentUnderTest): Buffer[] {
  const storage = unwrap(openStorage(agent.folder, { wrap: plainWrap, chance }));
  const { db, seal, attachments } = storage;
  const files = readdirSync(attachments).map((sha256) =>
    seal.open('attachment', sha256, readFileSync(join(attachments, sha256))),
  );
  const rows = (['draft', 'outbox'] as const).flatMap((table) => {
    const id = table === 'draft' ? 'id' : 'key';
    const sealedRows = db
      .prepare<[], { id: string; sealed: Buffer }>(`select ${id} as id, sealed from ${table}`)
      .all();
    return sealedRows.map((row) => seal.open(table, row.id, row.sealed));
  });
  storage.close();
  return [...everyFile(agent.folder), ...files, ...rows].flatMap((bytes) => bytes ?? []);
}

/** The pixels of a PNG; nothing for other bytes. */
function pixelsOf(bytes: Buffer): Buffer[] {
  const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  return isPng ? [PNG.sync.read(bytes).data] : [];
}

describe('a picture', () => {
  it('is in the form at once, and has the pixels of the screen', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    agent.agent.form.open({ captured: captured(screenOf(10, 20, 30)) });
    const [picture] = (await agent.shown()).attachments;
    expect(picture).toMatchObject({ kind: 'picture', included: true, width: 4, height: 2 });
    const png = PNG.sync.read(Buffer.from((await agent.agent.pictureBytes(picture?.id ?? '')) ?? []));
    expect([...png.data.subarray(0, 4)]).toEqual([30, 20, 10, 255]);
    expect((await agent.shown()).attachments[0]?.size).toBeGreaterThan(0);
    expect(agent.notices.filter(({ name }) => name === 'draft:shown').length).toBeGreaterThan(1);
  });

  it('of each display is in the form, and only that of the pointer is sent', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const screens = captured(screenOf(1, 1, 1), screenOf(2, 2, 2), screenOf(3, 3, 3));
    const { id, content, attachments } = await agent.compose({ title: 'Three displays' }, screens);
    expect(attachments.map(({ included }) => included)).toEqual([true, false, false]);
    expect(new Set(attachments.map(({ name }) => name)).size).toBe(3);
    unwrap(await agent.ask('draft:submit', { id, content, act: null }));
    await expect.poll(() => desk.tickets()[0]?.attachments).toHaveLength(1);
  });

  it('that was not sent or saved leaves no file', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    await agent.compose({ title: 'Not sent' });
    await agent.kill();
    expect(sealedFiles(agent)).toEqual([]);
  });

  it('saved with its draft is there after a restart, also when excluded', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id } = await agent.compose({}, captured(screenOf(1, 2, 3), screenOf(4, 5, 6)));
    unwrap(await agent.ask('draft:save', { id }));
    const saved = await agent.shown();
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    unwrap(await again.ask('draft:open', { id }));
    const { attachments, content } = await again.shown();
    expect(attachments).toEqual(saved.attachments);
    expect(attachments.map(({ included }) => included)).toEqual([true, false]);
    expect(await again.agent.pictureBytes(attachments[1]?.id ?? '')).not.toBeNull();
    const written = { ...content, title: 'Saved' };
    unwrap(await again.ask('draft:submit', { id, content: written, act: null }));
    await expect.poll(() => desk.tickets()[0]?.attachments).toHaveLength(1);
    // The sent picture can be viewed offline; the excluded one is deleted.
    await expect.poll(() => sealedFiles(again)).toHaveLength(1);
  });

  it('taken again replaces the former one, and is not sent when removed', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id, attachments } = await agent.compose({ title: 'Anew' });
    const replaces = attachments[0]?.id ?? null;
    const source = { kind: 'window', windowId: 'window:1:0' } as const;
    unwrap(await agent.ask('draft:capture', { id, source, delaySeconds: 0, replaces }));
    const after = await agent.shown();
    expect(after.attachments).toHaveLength(1);
    expect(after.attachments[0]?.id).not.toBe(replaces);
    unwrap(await agent.ask('draft:remove', { id, attachmentId: after.attachments[0]?.id ?? '' }));
    unwrap(await agent.ask('draft:submit', { id, content: after.content, act: null }));
    await expect.poll(() => desk.tickets()[0]?.attachments).toEqual([]);
  });

  it('capture without a picture changes nothing', async () => {
    const agent = started(await startReadyAgent(serverInMemory(), { capture: async () => ok([]) }));
    const { id, attachments } = await agent.compose();
    const request = { id, source: { kind: 'region' }, delaySeconds: 0 } as const;
    unwrap(await agent.ask('draft:capture', { ...request, replaces: attachments[0]?.id ?? null }));
    expect((await agent.shown()).attachments).toMatchObject([{ id: attachments[0]?.id }]);
  });

  it.each(['Save', 'Send'])(
    'is sent once when %s and the other button are pressed together',
    async (first) => {
      const desk = serverInMemory();
      const agent = started(await startReadyAgent(desk));
      const { id, content } = await agent.compose({ title: 'Both' }, captured(noise(96, 64)));
      const save = () => agent.ask('draft:save', { id });
      const saving = first === 'Save' ? save() : null;
      const sending = agent.ask('draft:submit', { id, content, act: null });
      await (saving ?? save());
      unwrap(await sending);
      await expect.poll(() => desk.tickets()[0]?.attachments).toHaveLength(1);
      await expect.poll(() => desk.uploads.contents()).toHaveLength(1);
    },
  );

  it('removed or redacted while being written is not sent in its former state', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const screens = captured(noise(96, 64), noise(96, 64));
    const { id, content, attachments } = await agent.compose({ title: 'On second thought' }, screens);
    const [removed = '', covered = ''] = attachments.map((picture) => picture.id);
    unwrap(await agent.ask('draft:include', { id, attachmentId: covered, included: true }));
    const sending = agent.ask('draft:submit', { id, content, act: null });
    await nextTurn();
    unwrap(await agent.ask('draft:remove', { id, attachmentId: removed }));
    const png = Uint8Array.from(PNG.sync.write(new PNG({ width: 2, height: 2, fill: true })));
    const covering = agent.ask('draft:replace-picture', { id, attachmentId: covered, png });
    unwrap(await sending);
    unwrap(await covering);
    await expect.poll(() => desk.uploads.contents()).toHaveLength(1);
    expect(PNG.sync.read(desk.uploads.contents()[0] ?? Buffer.alloc(0))).toMatchObject({ width: 2 });
  });

  it('being written when its draft is discarded leaves no file', async () => {
    const desk = serverInMemory();
    const agent = started(await startReadyAgent(desk));
    const { id, content } = await agent.compose({ title: 'Changed my mind' });
    const sending = agent.ask('draft:submit', { id, content, act: null });
    unwrap(await agent.ask('draft:discard', { id }));
    expect(await sending).toMatchObject({ ok: false, error: { code: 'draft-gone' } });
    await expect.poll(() => sealedFiles(agent)).toEqual([]);
    expect(desk.tickets()).toEqual([]);
  });
});

describe('a picture from a window', () => {
  it('keeps its pixels and loses its metadata', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const { id } = await agent.compose({}, captured());
    const png = withText(PNG.sync.write(new PNG({ width: 2, height: 2, fill: true })), 'hidden in a text');
    unwrap(await agent.ask('draft:add-picture', { id, png: Uint8Array.from(png) }));
    const [picture] = (await agent.shown()).attachments;
    const bytes = Buffer.from((await agent.agent.pictureBytes(picture?.id ?? '')) ?? []);
    expect(PNG.sync.read(bytes)).toMatchObject({ width: 2, height: 2 });
    expect(bytes.includes('hidden')).toBe(false);
  });

  it('stays in the draft after Esc', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const { id } = await agent.compose({}, captured());
    const png = Uint8Array.from(PNG.sync.write(new PNG({ width: 2, height: 2, fill: true })));
    unwrap(await agent.ask('draft:add-picture', { id, png }));
    agent.agent.form.open();
    expect(await agent.shown()).toMatchObject({ id, attachments: [{ width: 2 }] });
  });

  it('is found again after the form showed another draft, even if its own draft has no text', async () => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const other = await agent.compose({ title: 'Another' }, captured());
    unwrap(await agent.ask('draft:save', { id: other.id }));
    const desk = serverInMemory();
    await agent.kill();
    const again = started(startAgent({ fetch: desk.fetch, folder: agent.folder }));
    const { id } = await again.compose({}, captured());
    const png = Uint8Array.from(PNG.sync.write(new PNG({ width: 2, height: 2, fill: true })));
    unwrap(await again.ask('draft:add-picture', { id, png }));
    unwrap(await again.ask('draft:open', { id: other.id }));
    expect(unwrap(await again.ask('draft:others', undefined))).toMatchObject([{ id, title: '' }]);
    unwrap(await again.ask('draft:open', { id }));
    expect(await again.shown()).toMatchObject({ id, attachments: [{ width: 2 }] });
  });

  it.each([
    ['no picture', Buffer.from('GIF89a, or so')],
    ['cut short', PNG.sync.write(new PNG({ width: 9, height: 9, fill: true })).subarray(0, 60)],
    ['said to be of 10,000 megapixels', hugePng()],
  ])('that is %s is refused, and the existing picture stays', async (_, bytes) => {
    const agent = started(await startReadyAgent(serverInMemory()));
    const { id, attachments } = await agent.compose();
    const attachmentId = attachments[0]?.id ?? '';
    const refusal = { ok: false, error: { code: 'picture-unreadable' } };
    const png = () => Uint8Array.from(bytes);
    expect(await agent.ask('draft:add-picture', { id, png: png() })).toMatchObject(refusal);
    expect(await agent.ask('draft:replace-picture', { id, attachmentId, png: png() })).toMatchObject(refusal);
    expect((await agent.shown()).attachments).toMatchObject([{ id: attachmentId }]);
  });
});

describe('a redacted picture', () => {
  const temp = emptyFolder();
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(temp, { recursive: true, force: true }));

  it.each(['sent at once', 'saved before it was redacted'])(
    '%s: no part of the original is stored',
    async (how) => {
      vi.stubEnv('TMPDIR', mkdtempSync(join(temp, 'run-')));
      const desk = serverInMemory();
      const agent = started(await startReadyAgent(desk));
      const screen = noise(96, 64);
      const pixels = Buffer.from(screen.pixels);
      const shown = await agent.compose({ title: 'Redacted' }, captured(screen));
      if (how !== 'sent at once') unwrap(await agent.ask('draft:save', { id: shown.id }));
      const attachmentId = shown.attachments[0]?.id ?? '';
      const original = Buffer.from((await agent.agent.pictureBytes(attachmentId)) ?? []);
      const rgba = PNG.sync.read(original).data;
      const png = Uint8Array.from(redacted({ ...screen, pixels }, rgba));

      unwrap(await agent.ask('draft:replace-picture', { id: shown.id, attachmentId, png }));
      expect(await agent.agent.pictureBytes(attachmentId)).toBeNull();
      desk.mood.down = true;
      const { id, content } = await agent.shown();
      unwrap(await agent.ask('draft:submit', { id, content, act: null }));
      await expect.poll(() => sealedFiles(agent)).toHaveLength(1);
      await agent.kill();

      const stored = everythingStored(agent);
      const visible = [...stored, ...stored.flatMap(pixelsOf), ...everyFile(tmpdir())];
      const row = (of: Buffer, at: number, size = 4) => of.subarray(at * 96 * size, (at + 1) * 96 * size);
      for (const at of [0, 1, 15, 31]) {
        const [screenRow, pictureRow] = [row(pixels, at), row(rgba, at)];
        expect(visible.some((bytes) => bytes.includes(screenRow) || bytes.includes(pictureRow))).toBe(false);
      }
      expect(visible.some((bytes) => bytes.includes(original.subarray(40, 200)))).toBe(false);
      // The rows that were not covered are found, so the search works.
      expect(visible.some((bytes) => bytes.includes(row(rgba, 40)))).toBe(true);
    },
  );
});

/** Inserts a tEXt chunk before the end of the PNG. */
function withText(png: Buffer, text: string): Buffer {
  const body = Buffer.from(`tEXtComment\0${text}`);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  sum.writeUInt32BE(crc32(body));
  const end = png.length - 12;
  return Buffer.concat([png.subarray(0, end), length, body, sum, png.subarray(end)]);
}

/** A short file that claims 100,000 by 100,000 pixels. */
function hugePng(): Buffer {
  const png = PNG.sync.write(new PNG({ width: 1, height: 1, fill: true }));
  png.writeUInt32BE(100_000, 16);
  png.writeUInt32BE(100_000, 20);
  return png;
}
