// The worker thread for slow work on pictures and files: encoding, hashing, sealing and opening.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { unreachable } from '../../contract/primitives.ts';
import { createSeal } from '../db/seal.ts';
import { encodeAgain, encodePicture } from './encode-picture.ts';
import type { FileJob, FileWorkerData, JobAnswers, JobFailure } from './file-worker.ts';
import { wholeBuffer } from './file-worker.ts';
import { sealCopy } from './seal-copy.ts';

const { dataKey, folder }: FileWorkerData = workerData;
const seal = createSeal(dataKey);

async function carryOut(job: FileJob): Promise<JobAnswers[FileJob['act']]> {
  switch (job.act) {
    case 'encode':
      return encodePicture(job, seal);
    case 'encode-again':
      return encodeAgain(job.png, seal);
    case 'copy':
      return sealCopy(job.source, join(folder, job.into), job.limit, seal);
    case 'load': {
      const sealed = await readFile(join(folder, job.sha256)).catch(() => null);
      return sealed && seal.open('attachment', job.sha256, sealed);
    }
    default:
      return unreachable(job);
  }
}

/** Large buffers are transferred, not copied. */
function transferList(done: JobAnswers[FileJob['act']]): ArrayBuffer[] {
  if (!done) return [];
  if (done instanceof Uint8Array) return wholeBuffer(done);
  return 'sealed' in done ? [...wholeBuffer(done.bytes), ...wholeBuffer(done.sealed)] : [];
}

parentPort?.on('message', async ({ id, job }: { id: number; job: FileJob }) => {
  try {
    const done = await carryOut(job);
    parentPort?.postMessage({ id, done }, transferList(done));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    parentPort?.postMessage({ id, failure: String(error), code } satisfies { id: number } & JobFailure);
  }
});
