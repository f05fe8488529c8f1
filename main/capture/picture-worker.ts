// The main process's side of the picture thread: jobs out, promises back, a new thread if one died.
import { Worker } from 'node:worker_threads';

export interface PictureWorkerData {
  dataKey: Uint8Array;
  /** where sealed attachments lie, named by their SHA-256 */
  folder: string;
}

export type PictureJob =
  | { act: 'encode'; bitmap: Uint8Array; width: number; height: number }
  | { act: 'store'; sha256: string; bytes: Uint8Array }
  | { act: 'load'; sha256: string };
export interface PictureJobDone {
  bytes?: Uint8Array;
  sha256?: string;
}
type Answer = { id: number; done?: PictureJobDone; failure?: string };

export interface EncodedPicture {
  /** PNG */
  bytes: Uint8Array;
  sha256: string;
}

export interface PictureWorker {
  /** Takes the bitmap (BGRA) over where it can: the caller must not use it afterwards. */
  encode(bitmap: Uint8Array, width: number, height: number): Promise<EncodedPicture>;
  /** Seals the bytes to disk; resolved once they would survive a power cut. */
  store(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The stored bytes, or null when they are missing or damaged. */
  load(sha256: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

interface Pending {
  resolve(done: PictureJobDone): void;
  reject(reason: Error): void;
}

/** `entry` is the built encode-worker. */
export function createPictureWorker(entry: string | URL, data: PictureWorkerData): PictureWorker {
  const { run, close } = createThread(entry, data);
  return {
    async encode(bitmap, width, height) {
      const { bytes, sha256 } = await run({ act: 'encode', bitmap, width, height }, wholeBuffer(bitmap));
      if (!bytes || !sha256) throw new Error('the picture thread gave no picture');
      return { bytes, sha256 };
    },
    async store(sha256, bytes) {
      await run({ act: 'store', sha256, bytes });
    },
    async load(sha256) {
      return (await run({ act: 'load', sha256 })).bytes ?? null;
    },
    close,
  };
}

/** The thread, started by its first job, and its jobs under way. */
function createThread(entry: string | URL, data: PictureWorkerData) {
  const pending = new Map<number, Pending>();
  let thread: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(entry, { workerData: data });
    started.on('message', ({ id, done, failure }: Answer) => {
      const job = pending.get(id);
      pending.delete(id);
      if (done) job?.resolve(done);
      else job?.reject(new Error(failure));
    });
    started.on('error', (reason) => fail(started, reason));
    started.on('exit', () => fail(started, new Error('the picture thread ended')));
    return started;
  }

  /** An error is followed by an exit, when the next thread may have jobs already. */
  function fail(ended: Worker, reason: Error): void {
    if (thread !== ended) return;
    thread = null;
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
  }

  return {
    run(job: PictureJob, transfer: ArrayBuffer[] = []): Promise<PictureJobDone> {
      thread ??= start();
      const id = ++lastId;
      const worker = thread;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker.postMessage({ id, job }, transfer);
      });
    },
    async close(): Promise<void> {
      await thread?.terminate();
    },
  };
}

/** Only a buffer that holds nothing else may be handed over; a slice of a pool is copied. */
function wholeBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
