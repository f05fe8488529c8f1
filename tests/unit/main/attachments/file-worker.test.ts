// The file thread may crash; jobs of the next thread must not fail with it.
import { expect, it } from 'vitest';
import { createFileWorker } from '../../../../main/attachments/file-worker.ts';

/** A thread that exits on a picture 0 pixels wide, and answers all other jobs. */
const FRAIL_THREAD = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, job }) => {
      if (job.width === 0) throw new Error('out of memory');
      setTimeout(() => parentPort.postMessage({ id, done: { bytes: job.bitmap, sha256: 'hash' } }), 50);
    });
  `)}`,
);

it('a picture submitted just after the thread crashed is encoded by the next thread', async () => {
  const worker = createFileWorker(FRAIL_THREAD, { dataKey: new Uint8Array(32), folder: '' });
  await expect(worker.encode(new Uint8Array(4), 0, 1)).rejects.toThrow('out of memory');
  await expect(worker.encode(new Uint8Array(4), 1, 1)).resolves.toMatchObject({ sha256: 'hash' });
  await worker.close();
});
