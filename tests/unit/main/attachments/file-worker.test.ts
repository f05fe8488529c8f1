// The file thread may die; the pictures given to the next one must not die with it.
import { expect, it } from 'vitest';
import { createFileWorker } from '../../../../main/attachments/file-worker.ts';

/** Dies of the first job whose picture is 0 pixels wide, and answers all others. */
const FRAIL_THREAD = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, job }) => {
      if (job.width === 0) throw new Error('out of memory');
      setTimeout(() => parentPort.postMessage({ id, done: { bytes: job.bitmap, sha256: 'hash' } }), 50);
    });
  `)}`,
);

it('a picture handed over just after the thread died is encoded by the next thread', async () => {
  const worker = createFileWorker(FRAIL_THREAD, { dataKey: new Uint8Array(32), folder: '' });
  await expect(worker.encode(new Uint8Array(4), 0, 1)).rejects.toThrow('out of memory');
  await expect(worker.encode(new Uint8Array(4), 1, 1)).resolves.toMatchObject({ sha256: 'hash' });
  await worker.close();
});
