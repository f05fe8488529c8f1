// A storage that speaks S3, in this process, which refuses what a test says.
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { startFauxqs } from 'fauxqs';
import type { BucketConfig } from '../../../server/bucket-config.ts';

/** What the storage answers instead of acting: an HTTP status and a code of S3. */
interface S3Refusal {
  status: number;
  code: string;
}

export interface FakeBucket {
  readonly config: BucketConfig;
  /** called for each request; null lets it through */
  refuse: (method: string, path: string) => S3Refusal | null;
  /** Returns the keys of all objects. */
  keys(): Promise<string[]>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Copies all objects under their names. */
  copyTo(other: FakeBucket): Promise<void>;
  close(): Promise<void>;
}

const BUCKET = 'guichet-files';

/** Starts the storage with an empty bucket. */
export async function startBucket(): Promise<FakeBucket> {
  const storage = await startFauxqs({ port: 0, logger: false });
  storage.createBucket(BUCKET);
  const fake: Pick<FakeBucket, 'refuse'> = { refuse: () => null };
  const gate = await listen((from, to) => {
    const refusal = fake.refuse(from.method ?? '', from.url ?? '');
    if (refusal) {
      from.resume();
      const body = `<?xml version="1.0"?><Error><Code>${refusal.code}</Code><Message>refused</Message></Error>`;
      to.writeHead(refusal.status, { 'content-type': 'application/xml' }).end(body);
      return;
    }
    pass(from, to, storage.port);
  });
  const address = gate.address();
  if (typeof address !== 'object' || address === null) throw new Error('the storage does not listen');
  const bucket = `http://127.0.0.1:${storage.port}/${BUCKET}`;
  return Object.assign(fake, {
    config: {
      bucket: BUCKET,
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test-key', secretAccessKey: 'test-secret' },
      prefix: 'guichet/',
      pathStyle: true,
      replaces: null,
    },
    keys: () => keysIn(bucket),
    async put(key: string, bytes: Uint8Array) {
      await done(fetch(`${bucket}/${key}`, { method: 'PUT', body: Buffer.from(bytes) }));
    },
    async copyTo(other: FakeBucket) {
      for (const key of await keysIn(bucket)) {
        const stored = await done(fetch(`${bucket}/${key}`));
        await other.put(key, new Uint8Array(await stored.arrayBuffer()));
      }
    },
    async close() {
      gate.closeAllConnections();
      await new Promise((resolve) => gate.close(resolve));
      await storage.stop();
    },
  });
}

async function keysIn(bucket: string): Promise<string[]> {
  const listed = await done(fetch(`${bucket}?list-type=2`));
  return [...(await listed.text()).matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
}

async function done(asked: Promise<Response>): Promise<Response> {
  const response = await asked;
  if (!response.ok) throw new Error(`the storage answered ${response.status}`);
  return response;
}

/** Returns the settings of a server that uses it. */
export function environmentOf({
  bucket,
  endpoint,
  prefix,
  credentials,
}: BucketConfig): Record<string, string> {
  return {
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint ?? '',
    S3_PREFIX: prefix,
    S3_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
    S3_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
  };
}

type Listener = Parameters<typeof createServer>[1];

function listen(listener: NonNullable<Listener>): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function pass(from: IncomingMessage, to: Parameters<NonNullable<Listener>>[1], port: number): void {
  const { method, url, headers } = from;
  const on = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    to.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(to);
  });
  on.on('error', () => to.destroy());
  from.pipe(on);
}
