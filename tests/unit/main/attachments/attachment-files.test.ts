// The folder of sealed attachments: leftovers of a crash or a race are never read as files, and are deleted.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createAttachmentFiles } from '../../../../main/attachments/attachment-files.ts';
import { createFileWorker, type FileWorker } from '../../../../main/attachments/file-worker.ts';
import { systemChance as chance, newId } from '../../../../main/support/chance.ts';
import { WORKER } from '../../../fakes/agent-under-test.ts';
import { recordingLog } from '../../../fakes/recording-log.ts';
import { storageForEach } from '../../../fakes/storage.ts';

const openStorage = storageForEach();
const workers: FileWorker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
});

const LIMIT = 1024 * 1024;
const OWNER = 'a-draft';

function openFiles() {
  const { db, seal, secrets, attachments: folder } = openStorage();
  const log = recordingLog();
  const worker = createFileWorker(WORKER, { dataKey: secrets.dataKey, folder });
  workers.push(worker);
  const files = createAttachmentFiles({ db, folder, worker, chance, log });
  const sealed = (sha256: string, plain: string) => ({
    sha256,
    sealed: seal.close('attachment', sha256, Buffer.from(plain)),
  });
  return { db, files, folder, sealed, log };
}
const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString() : null);

describe('the folder of attachments', () => {
  it('a file half written before a crash is not read, and a sweep deletes it', async () => {
    const { files, folder, sealed } = openFiles();
    const half = sealed('a'.repeat(64), 'a whole picture');
    writeFileSync(join(folder, half.sha256), half.sealed.subarray(0, 20));
    writeFileSync(join(folder, newId(chance)), 'cut off');
    await files.store(OWNER, [half]);
    files.retain(OWNER, [half.sha256]);
    await files.sweep();
    expect(text(await files.load(half.sha256))).toBe('a whole picture');
    expect(readdirSync(folder)).toEqual([half.sha256]);
  });

  it('a sweep keeps a file that is not retained yet, and deletes it once abandoned', async () => {
    const { files, folder, sealed } = openFiles();
    const coming = sealed('b'.repeat(64), 'coming');
    await Promise.all([files.store(OWNER, [coming]), files.sweep(), files.sweep()]);
    expect(readdirSync(folder)).toEqual([coming.sha256]);
    files.abandon(OWNER, [coming.sha256]);
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it('a file that is not known here is left by every sweep, and told once', async () => {
    const { files, folder, sealed, log } = openFiles();
    const unknown = sealed('e'.repeat(64), 'of a ticket that another database knows');
    writeFileSync(join(folder, unknown.sha256), unknown.sealed);
    await files.sweep();
    await files.sweep();
    expect(readdirSync(folder)).toEqual([unknown.sha256]);
    expect(log.lines).toEqual(['1 sealed files belong to nothing that is known here, and are left']);
  });

  it('a released file is deleted after a restart too', async () => {
    const { db, files, folder, sealed } = openFiles();
    const known = sealed('f'.repeat(64), 'sent long ago');
    await files.store(OWNER, [known]);
    files.retain(OWNER, [known.sha256]);
    files.release(OWNER);
    const worker = { copy: files.copy as never, load: files.load };
    await createAttachmentFiles({ db, folder, worker, chance, log: recordingLog() }).sweep();
    expect(readdirSync(folder)).toEqual([]);
    expect(db.prepare('select count(*) from attachment_done').pluck().get()).toBe(0);
  });

  it('a sweep interrupted by the stop does not throw, and one of a missing folder is logged', async () => {
    const { db, files, folder, log } = openFiles();
    rmSync(folder, { recursive: true });
    await files.sweep();
    const left = ['sealed files that are done are left for the next time: ENOENT'];
    expect(log.lines.map((line) => line.slice(0, left[0]?.length))).toEqual(left);
    const sweeping = files.sweep();
    db.close();
    await sweeping;
    expect(log.lines).toHaveLength(1);
  });

  it('abandoning one of two equal files of an owner keeps the other', async () => {
    const { files, folder, sealed } = openFiles();
    const twice = sealed('d'.repeat(64), 'twice');
    await Promise.all([files.store(OWNER, [twice]), files.store(OWNER, [twice])]);
    files.abandon(OWNER, [twice.sha256]);
    await files.sweep();
    files.retain(OWNER, [twice.sha256]);
    expect(text(await files.load(twice.sha256))).toBe('twice');
    expect(readdirSync(folder)).toEqual([twice.sha256]);
  });

  it('equal content of two owners is one file, deleted only when both release it', async () => {
    const { files, folder } = openFiles();
    const copy = (owner: string) => files.copy(owner, { bytes: Buffer.from('the same') }, LIMIT);
    const [first, second] = await Promise.all([copy('one'), copy('two')]);
    if ('refused' in first || 'refused' in second) throw new Error('refused');
    expect(first).toEqual(second);
    files.retain('one', [first.sha256]);
    files.abandon('one', [first.sha256]);
    files.retain('two', [first.sha256]);
    files.release('one');
    await files.sweep();
    expect(text(await files.load(first.sha256))).toBe('the same');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('a sealed copy cannot be opened without the key or under another name', async () => {
    const { files, folder } = openFiles();
    const bytes = Buffer.from('plain words, many times. '.repeat(100_000));
    const copied = await files.copy(OWNER, { bytes: Uint8Array.from(bytes) }, bytes.length);
    if ('refused' in copied) throw new Error(copied.refused);
    expect(copied.size).toBe(bytes.length);
    const lying = readFileSync(join(folder, copied.sha256));
    expect(lying.includes('plain words')).toBe(false);
    writeFileSync(join(folder, 'c'.repeat(64)), lying);
    expect(await files.load('c'.repeat(64))).toBeNull();
    expect(bytes.equals((await files.load(copied.sha256)) ?? Buffer.alloc(0))).toBe(true);
  });

  it('a device or a pipe, which may never end, is refused', async () => {
    const { files, folder } = openFiles();
    expect(await files.copy(OWNER, { path: '/dev/zero' }, LIMIT)).toEqual({ refused: 'file-unreadable' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
