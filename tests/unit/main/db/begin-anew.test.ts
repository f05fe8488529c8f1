// Data that cannot be used any more: what can be read is taken over, the old is set aside unchanged, and counted.
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { NEW_CONTENT } from '../../../../contract/new-content.ts';
import { finishBeginning, sealOpenDrafts } from '../../../../main/db/begin-anew.ts';
import { leafRecords } from '../../../../main/db/leaf-records.ts';
import type { KeyWrap } from '../../../../main/db/secrets.ts';
import { openStorage, type Storage } from '../../../../main/db/storage.ts';
import { createDraftStore, newDraft } from '../../../../main/draft/draft-store.ts';
import { createOutboxStore } from '../../../../main/outbox/outbox-store.ts';
import { systemChance as chance, newId, newKey } from '../../../../main/support/chance.ts';
import { systemClock } from '../../../../main/support/clock.ts';
import { emptyFolder, plainWrap } from '../../../fakes/agent-under-test.ts';
import { commandOf } from '../../../fakes/commands.ts';

const DATABASE = 'guichet.sqlite';
const PAGE = 4096;
const NOW = new Date('2026-01-31T09:45:00Z');
const clock = { now: () => NOW, after: () => () => {} };

const folders: string[] = [];
const opened: Storage[] = [];
afterEach(() => {
  for (const storage of opened.splice(0)) storage.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function ownFolder(): string {
  const folder = emptyFolder();
  folders.push(folder);
  return folder;
}

function open(folder: string, wrap: KeyWrap = plainWrap, replaceLostKeys = false): Storage {
  const storage = openStorage(folder, { wrap, chance, clock, replaceLostKeys });
  if (!storage.ok) throw new Error(storage.error.code);
  opened.push(storage.value);
  return storage.value;
}

const TITLES = Array.from({ length: 12 }, (_, at) => `Draft ${at}`);

/** Twelve drafts, each on pages of its own, and twelve tickets that wait to be sent. */
function filled(): string {
  const folder = ownFolder();
  const { db, seal, values, close } = open(folder);
  const drafts = createDraftStore({ db, seal, clock: systemClock });
  const outbox = createOutboxStore({ db, seal });
  for (const title of TITLES) {
    const draft = newDraft(newId(chance), null);
    drafts.save({ ...draft, content: { ...draft.content, title, description: title.repeat(1000) } });
    outbox.append(commandOf(newKey(chance, NOW), title));
  }
  values.write('tickets-of', 'requester@example.org');
  values.write('cursor', 7);
  close();
  return folder;
}

const titlesIn = ({ db, seal }: Storage) =>
  createDraftStore({ db, seal, clock })
    .ofNewTickets()
    .map(({ title }) => title);
const queuedIn = ({ db, seal }: Storage) =>
  createOutboxStore({ db, seal })
    .batch({ count: 100, bytes: 10_000_000 }, NOW)
    .map(({ command }) => command.key);
const setAsideIn = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('set-aside'));

/** Puts `bytes` in the place of a database, with the keys of the folder. */
function replace(folder: string, bytes: Uint8Array): void {
  for (const name of readdirSync(folder))
    if (name !== 'keys.json') rmSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, DATABASE), bytes);
}

describe('a damaged database', () => {
  it('with any one page zeroed is replaced, and every row that it had is kept or counted as lost', () => {
    const folder = filled();
    const sound = readFileSync(join(folder, DATABASE));
    let kept = 0;
    for (let page = 0; page < sound.length / PAGE; page++) {
      const damaged = Buffer.from(sound).fill(0, page * PAGE, (page + 1) * PAGE);
      replace(folder, damaged);
      const storage = open(folder);
      const recovery = storage.values.read('recovery');
      if (!recovery) throw new Error(`page ${page}: nothing was noticed`);
      const [drafts, queued] = [titlesIn(storage).length, queuedIn(storage).length];
      expect(recovery, `page ${page}`).toEqual({
        cause: 'damaged',
        at: NOW.toISOString(),
        setAside: 'set-aside-20260131-094500',
        kept: { drafts, queued },
        lost: { drafts: 12 - drafts, queued: 12 - queued },
        isCounted: true,
        isRead: false,
      });
      expect(readFileSync(join(folder, recovery.setAside ?? '', DATABASE)).equals(damaged)).toBe(true);
      expect(storage.values.read('cursor')).toBeNull();
      kept += drafts + queued;
      storage.close();
    }
    // A page costs the rows that lie on it, and nothing else.
    expect(kept / (sound.length / PAGE)).toBeGreaterThan(22);
  });

  it.each([
    ['cut in the middle', (sound: Buffer) => sound.subarray(0, sound.length / 2)],
    ['cut within its first page', (sound: Buffer) => sound.subarray(0, 100)],
    ['a text file', () => Buffer.from('These are not the data you are looking for.\n'.repeat(200))],
    ['noise', (sound: Buffer) => chance.bytes(sound.length)],
  ])('%s is replaced, never taken for a newer version, and a ticket can be written', (_, damage) => {
    const folder = filled();
    const damaged = damage(readFileSync(join(folder, DATABASE)));
    replace(folder, damaged);
    const storage = open(folder);
    const recovery = storage.values.read('recovery');
    expect(recovery?.cause).toBe('damaged');
    expect(recovery?.kept.drafts).toBe(titlesIn(storage).length);
    expect(readFileSync(join(folder, recovery?.setAside ?? '', DATABASE)).equals(damaged)).toBe(true);
    createOutboxStore(storage).append(commandOf(newKey(chance, NOW), 'Written after'));
    storage.close();
    const again = open(folder);
    expect(queuedIn(again)).toHaveLength((recovery?.kept.queued ?? 0) + 1);
    expect(setAsideIn(folder)).toHaveLength(1);
  });

  it('keeps its secret, its values and the files that its rows need', () => {
    const folder = ownFolder();
    const storage = open(folder);
    const { agentSecret } = storage.secrets;
    const key = newKey(chance, NOW);
    const file = { id: newId(chance), kind: 'file', included: true, width: null, height: null } as const;
    const attached = { ...file, sha256: 'a'.repeat(64), name: 'a.txt', mediaType: 'text/plain', size: 3 };
    createOutboxStore(storage).append({ ...commandOf(key, 'With a file'), files: [attached] });
    storage.values.write('tickets-of', 'requester@example.org');
    storage.close();
    writeFileSync(join(folder, 'damaged'), '');
    const again = open(folder);
    expect(again.secrets.agentSecret).toBe(agentSecret);
    expect(again.values.read('tickets-of')).toBe('requester@example.org');
    expect(again.db.prepare('select * from attachment_use').all()).toEqual([
      { sha256: attached.sha256, owner: key },
    ]);
  });

  it('is looked at again only once after a statement has failed in a run, with what was being written then', () => {
    const folder = filled();
    const before = open(folder);
    const begun = { ...newDraft(newId(chance), null), content: { ...NEW_CONTENT, title: 'Being written' } };
    const sealed = sealOpenDrafts(before.seal, { savedAt: NOW.toISOString(), drafts: [begun] });
    before.close();
    writeFileSync(join(folder, 'open-drafts'), sealed);
    writeFileSync(join(folder, 'damaged'), '');
    const storage = open(folder);
    expect(titlesIn(storage)).toContain('Being written');
    expect(storage.values.read('recovery')).toMatchObject({ kept: { drafts: 13 }, lost: { drafts: 0 } });
    storage.close();
    open(folder);
    expect(setAsideIn(folder)).toHaveLength(1);
  });

  it('whose replacement died in between is replaced at the next start, and never twice', () => {
    const folder = filled();
    const sound = readFileSync(join(folder, DATABASE));
    replace(folder, sound.subarray(0, sound.length / 2));
    open(folder).close();
    renameSync(join(folder, DATABASE), join(folder, `${DATABASE}.next`));
    const storage = open(folder);
    expect(storage.values.read('recovery')?.cause).toBe('damaged');
    storage.close();
    copyFileSync(join(folder, DATABASE), join(folder, `${DATABASE}.next`));
    finishBeginning(folder);
    expect(existsSync(join(folder, DATABASE))).toBe(true);
    expect(existsSync(join(folder, `${DATABASE}.next`))).toBe(true);
  });
});

describe('pages without their trees', () => {
  it('of noise hold nothing, and never stop the reading', () => {
    for (let round = 0; round < 20; round++) {
      const noise = chance.bytes(20 * PAGE);
      for (let page = 0; page < 20; page++) noise[page === 0 ? 100 : page * PAGE] = 0x0d;
      noise.writeUInt16BE(PAGE, 16);
      for (const { values } of leafRecords(noise)) expect(Array.isArray(values)).toBe(true);
    }
    expect([...leafRecords(Buffer.alloc(3 * PAGE))]).toEqual([]);
    expect([...leafRecords(Buffer.from('short'))]).toEqual([]);
  });
});

describe('a database that is gone', () => {
  it.each([
    ['deleted', (file: string) => rmSync(file)],
    ['emptied', (file: string) => truncateSync(file)],
  ])('%s is told, and its sealed files are set aside', (_, remove) => {
    const folder = filled();
    writeFileSync(join(folder, 'attachments', 'a'.repeat(64)), 'sealed');
    remove(join(folder, DATABASE));
    const { values, attachments } = open(folder);
    const recovery = values.read('recovery');
    expect(recovery).toMatchObject({
      cause: 'missing',
      isCounted: false,
      setAside: 'set-aside-20260131-094500',
    });
    expect(readdirSync(attachments)).toEqual([]);
    const file = join(folder, recovery?.setAside ?? '', 'attachments', 'a'.repeat(64));
    expect(readFileSync(file, 'utf8')).toBe('sealed');
  });

  it('is no loss at the first start', () => {
    expect(open(ownFolder()).values.read('recovery')).toBeNull();
  });
});

describe('keys that open nothing', () => {
  const foreign: KeyWrap = {
    ...plainWrap,
    unwrap(wrapped) {
      const plain = wrapped.toString();
      if (plain.startsWith('mine:')) return plain.slice(5);
      throw new Error('wrapped for another user');
    },
    wrap: (plain) => Buffer.from(`mine:${plain}`),
  };

  it('are replaced when asked for: what was never sent is counted, and the old data lies aside unchanged', () => {
    const folder = filled();
    const [database, keys] = [readFileSync(join(folder, DATABASE)), readFileSync(join(folder, 'keys.json'))];
    writeFileSync(join(folder, 'attachments', 'a'.repeat(64)), 'sealed');
    expect(openStorage(folder, { wrap: foreign, chance })).toMatchObject({ error: { code: 'secrets-lost' } });
    const storage = open(folder, foreign, true);
    expect(storage.values.read('recovery')).toEqual({
      cause: 'keys',
      at: NOW.toISOString(),
      setAside: 'set-aside-20260131-094500',
      kept: { queued: 0, drafts: 0 },
      lost: { queued: 12, drafts: 12 },
      isCounted: true,
      isRead: false,
    });
    const aside = join(folder, 'set-aside-20260131-094500');
    expect(readFileSync(join(aside, DATABASE)).equals(database)).toBe(true);
    expect(readFileSync(join(aside, 'keys.json')).equals(keys)).toBe(true);
    expect(readdirSync(join(aside, 'attachments'))).toHaveLength(1);
    createOutboxStore(storage).append(commandOf(newKey(chance, NOW), 'Written after'));
    storage.close();
    expect(queuedIn(open(folder, foreign))).toHaveLength(1);
  });

  it('are not judged while the system’s key store does not open what it has just closed', () => {
    const folder = filled();
    const before = readdirSync(folder);
    const unready: KeyWrap = {
      ...plainWrap,
      unwrap() {
        throw new Error('not ready');
      },
    };
    for (const replaceLostKeys of [false, true])
      expect(openStorage(folder, { wrap: unready, chance, replaceLostKeys })).toMatchObject({
        error: { code: 'secrets-unavailable' },
      });
    expect(readdirSync(folder)).toEqual(before);
    expect(queuedIn(open(folder))).toHaveLength(12);
  });

  it('of other data are replaced, and so are missing ones', () => {
    for (const spoil of [
      (at: string) => copyFileSync(join(filled(), 'keys.json'), join(at, 'keys.json')),
      (at: string) => rmSync(join(at, 'keys.json')),
    ]) {
      const folder = filled();
      spoil(folder);
      expect(open(folder, plainWrap, true).values.read('recovery')).toMatchObject({
        cause: 'keys',
        lost: { queued: 12, drafts: 12 },
      });
    }
  });

  it('are not blamed when damage has altered only the word that tells them', () => {
    const folder = filled();
    const storage = open(folder);
    storage.db.prepare(`update fact set value = '"AAAA"' where name = 'seal-check'`).run();
    storage.close();
    expect(queuedIn(open(folder))).toHaveLength(12);
  });
});
