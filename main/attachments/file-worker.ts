// The main process's client of the file thread: sends jobs, returns promises, and restarts a dead thread.
import { Worker } from 'node:worker_threads';

export interface FileWorkerData {
  dataKey: Uint8Array;
  /** the folder of the sealed attachments, named by their SHA-256 */
  folder: string;
}

/** The source of a copy: a file on this computer, or bytes from the clipboard. */
export type CopySource = { path: string } | { bytes: Uint8Array };

export type FileJob =
  | { act: 'encode'; bitmap: Uint8Array; width: number; height: number }
  | { act: 'encode-again'; png: Uint8Array }
  | { act: 'copy'; source: CopySource; into: string; limit: number }
  | { act: 'load'; sha256: string };

export interface EncodedPicture {
  /** PNG */
  bytes: Uint8Array;
  /** the same, sealed as it is written to disk */
  sealed: Uint8Array;
  sha256: string;
  width: number;
  height: number;
  /** whether every pixel has the same colour */
  isPlain: boolean;
}

/** Why a copy was not made. */
export type CopyRefusal = 'file-empty' | 'file-unreadable' | 'file-is-folder' | 'attachment-too-large';
export type Copied = { sha256: string; size: number } | { refused: CopyRefusal };

/** The answer to each job; null when the input cannot be read. */
export interface JobAnswers {
  encode: EncodedPicture;
  'encode-again': EncodedPicture | null;
  copy: Copied;
  load: Uint8Array | null;
}
type Act = FileJob['act'];
type JobOf<A extends Act> = Extract<FileJob, { act: A }>;

export interface FileWorker {
  /** Transfers the bitmap (BGRA) if possible: the caller must not use it afterwards. */
  encode(bitmap: Uint8Array, width: number, height: number): Promise<EncodedPicture>;
  /** Encodes only the pixels of a foreign PNG. Returns null when it is invalid or too large. Transfers the bytes. */
  encodeAgain(png: Uint8Array): Promise<EncodedPicture | null>;
  /** Seals a copy of at most `limit` bytes to disk under the name `into`. Durable on disk once resolved. */
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

/** `code` is the system's, such as ENOSPC. */
export type JobFailure = { failure: string; code: string | undefined };
type Answer = { id: number } & ({ done: JobAnswers[Act] } | JobFailure);
interface Pending {
  resolve(done: JobAnswers[Act]): void;
  reject(reason: Error): void;
}

/** The thread, started by its first job, and its pending jobs. */
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

  /** An `exit` follows an `error`; by then the next thread may already have jobs. */
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

/** Only a buffer that holds nothing else can be transferred; a slice of a pool is copied. */
export function wholeBuffer({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
