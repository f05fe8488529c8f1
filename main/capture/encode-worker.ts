// The thread for what is slow with pictures: encoding, hashing, sealing to disk and opening again.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PNG } from 'pngjs';
import { createSeal } from '../db/seal.ts';
import type { PictureJob, PictureJobDone, PictureWorkerData } from './picture-worker.ts';

const { dataKey, folder }: PictureWorkerData = workerData;
const seal = createSeal(dataKey);

async function carryOut(job: PictureJob): Promise<PictureJobDone> {
  switch (job.act) {
    case 'encode': {
      const bytes = encodePng(job.bitmap, job.width, job.height);
      return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
    }
    case 'store':
      await storeSealed(job.sha256, job.bytes);
      return {};
    case 'load': {
      const sealed = await readFile(join(folder, job.sha256)).catch(() => null);
      const bytes = sealed && seal.open('attachment', job.sha256, sealed);
      return bytes ? { bytes } : {};
    }
  }
}

/** `bitmap` is BGRA, as Chromium keeps it on every platform we run on; a screen has no transparency. */
function encodePng(bitmap: Uint8Array, width: number, height: number): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < bitmap.length; at += 4) {
    png.data[at] = bitmap[at + 2] ?? 0;
    png.data[at + 1] = bitmap[at + 1] ?? 0;
    png.data[at + 2] = bitmap[at] ?? 0;
    png.data[at + 3] = 255;
  }
  // Filter "up" alone: on screens it packs about as well as trying all five, in a fifth of the time.
  return PNG.sync.write(png, { colorType: 2, filterType: 2, deflateLevel: 6 });
}

/** Once this resolves, a power cut does not lose the file: its bytes and its name are on disk. */
async function storeSealed(sha256: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, sha256);
  if (existsSync(file)) return;
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(seal.close('attachment', sha256, bytes));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  // Windows cannot open a folder to flush it, and its file system journals the name by itself.
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

parentPort?.on('message', async ({ id, job }: { id: number; job: PictureJob }) => {
  try {
    parentPort?.postMessage({ id, done: await carryOut(job) });
  } catch (error) {
    parentPort?.postMessage({ id, failure: String(error) });
  }
});
