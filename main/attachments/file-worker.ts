// The main process's side of the thread for pictures and files: jobs out, promises back, a new thread if one died.
import { Worker } from 'node:worker_threads';

export interface FileWorkerData {
  dataKey: Uint8Array;
  /** where sealed attachments lie, named by their SHA-256 */
  folder: string;
}

/** What a copy is made of: a file on this computer, or bytes from the clipboard. */
export type CopySource = { path: string } | { bytes: Uint8Array };

export type FileJob =
  | { act: 'encode'; bitmap: Uint8Array; width: number; height: number }
  | { act: 'encode-again'; png: Uint8Array }
  | { act: 'copy'; source: CopySource; into: string; limit: number }
  | { act: 'load'; sha256: string };

export interface EncodedPicture {
  /** PNG */
  bytes: Uint8Array;
  /** the same as it will lie on disk */
  sealed: Uint8Array;
  sha256: string;
  width: number;
  height: number;
  /** nothing but one colour is to be seen */
  isPlain: boolean;
}

/** Why a copy was not made. */
export type CopyRefusal = 'file-empty' | 'file-unreadable' | 'file-is-folder' | 'attachment-too-large';
export type Copied = { sha256: string; size: number } | { refused: CopyRefusal };

/** What each job answers; null for what cannot be read. */
export interface JobAnswers {
  encode: EncodedPicture;
  'encode-again': EncodedPicture | null;
  copy: Copied;
  load: Uint8Array | null;
}
type Act = FileJob['act'];
type JobOf<A extends Act> = Extract<FileJob, { act: A }>;

export interface FileWorker {
  /** Takes the bitmap (BGRA) over where it can: the caller must not use it afterwards. */
  encode(bitmap: Uint8Array, width: number, height: number): Promise<EncodedPicture>;
  /** Of a PNG from elsewhere, its pixels and nothing more; null when it is none, or too large. Takes the bytes over. */
  encodeAgain(png: Uint8Array): Promise<EncodedPicture | null>;
  /** Seals a copy to disk under the name `into`, at most `limit` bytes; once resolved it would survive a power cut. */
  copy(source: CopySource, into: string, limit: number): Promise<Copied>;
  /** The plain bytes of a sealed file, or null when it is missing or damaged. */
  load(sha256: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** `entry` is the built file-thread. */
export function createFileWorker(entry: string | URL, data: FileWorkerData): FileWorker {
  const { run, close } = createThread(entry, data);
  return {
    encode: (bitmap, width, height) => run({ act: 'encode', bitmap, width, height }, wholeBuffer(bitmap)),
    encodeAgain: (png) => run({ act: 'encode-again', png }, wholeBuffer(png)),
    copy: (source, into, limit) =>
      run({ act: 'copy', source, into, limit }, 'bytes' in source ? wholeBuffer(source.bytes) : []),
    load: (sha256) => run({ act: 'load', sha256 }),
    close,
  };
}

/** `code` as the system gives it, such as ENOSPC. */
export type JobFailure = { failure: string; code: string | undefined };
type Answer = { id: number } & ({ done: JobAnswers[Act] } | JobFailure);
interface Pending {
  resolve(done: JobAnswers[Act]): void;
  reject(reason: Error): void;
}

/** The thread, started by its first job, and its jobs under way. */
function createThread(entry: string | URL, data: FileWorkerData) {
  const pending = new Map<number, Pending>();
  let thread: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(entry, { workerData: data });
    started.on('message', (answer: Answer) => {
      const job = pending.get(answer.id);
      pending.delete(answer.id);
      if ('done' in answer) job?.resolve(answer.done);
      else job?.reject(Object.assign(new Error(answer.failure), { code: answer.code }));
    });
    started.on('error', (reason) => fail(started, reason));
    started.on('exit', () => fail(started, new Error('the file thread ended')));
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
    run<A extends Act>(job: JobOf<A>, transfer: ArrayBuffer[] = []): Promise<JobAnswers[A]> {
      thread ??= start();
      const id = ++lastId;
      const worker = thread;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: (done) => resolve(done as JobAnswers[A]), reject });
        worker.postMessage({ id, job }, transfer);
      });
    },
    async close(): Promise<void> {
      await thread?.terminate();
    },
  };
}

/** Only a buffer that holds nothing else may be handed over; a slice of a pool is copied. */
export function wholeBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
