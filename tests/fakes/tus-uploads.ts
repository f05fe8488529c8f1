// The uploads of the fake server: tus 1.0 in memory, with failures.
import { createHash } from 'node:crypto';

interface Upload {
  size: number;
  bytes: Buffer;
}

export function fakeUploads() {
  const uploads = new Map<string, Upload>();
  const mood = {
    /** accepts this many bytes of the next chunk, then breaks the connection */
    breakAfter: null as number | null,
    /** rejects and removes the next complete upload as damaged */
    damageNext: false,
    /** delays the next chunks until this resolves */
    stall: null as Promise<void> | null,
    /** largest upload, in bytes */
    limit: Number.POSITIVE_INFINITY,
  };

  function failure(status: number, code: string, details = {}): Response {
    return Response.json({ error: { code, message: code, details } }, { status });
  }

  function create(agentId: string, request: Request): Response {
    const size = Number(request.headers.get('upload-length'));
    if (size > mood.limit) return failure(413, 'attachment-too-large', { limitMegabytes: 1 });
    const [, encoded = ''] = (request.headers.get('upload-metadata') ?? '').split(' ');
    uploads.set(`${agentId}-${Buffer.from(encoded, 'base64')}`, { size, bytes: Buffer.alloc(0) });
    return new Response(null, { status: 201 });
  }

  function append(id: string, request: Request, chunk: Buffer): Response {
    const upload = uploads.get(id);
    if (!upload) return new Response(null, { status: 404 });
    if (Number(request.headers.get('upload-offset')) !== upload.bytes.length) {
      return new Response(null, { status: 409 });
    }
    const received = mood.breakAfter === null ? chunk : chunk.subarray(0, mood.breakAfter);
    upload.bytes = Buffer.concat([upload.bytes, received]);
    if (mood.breakAfter !== null) {
      mood.breakAfter = null;
      throw new TypeError('fetch failed');
    }
    const isWhole = upload.bytes.length === upload.size;
    const isRight = createHash('sha256').update(upload.bytes).digest('hex') === id.slice(-64);
    if (isWhole && (mood.damageNext || !isRight)) {
      mood.damageNext = false;
      uploads.delete(id);
      return failure(422, 'attachment-hash-mismatch');
    }
    return new Response(null, { status: 204, headers: { 'Upload-Offset': String(upload.bytes.length) } });
  }

  return {
    mood,
    has(agentId: string, sha256: string): boolean {
      const upload = uploads.get(`${agentId}-${sha256}`);
      return upload !== undefined && upload.bytes.length === upload.size;
    },
    /** Returns the contents of complete uploads. */
    contents: () =>
      [...uploads.values()].filter(({ size, bytes }) => size === bytes.length).map(({ bytes }) => bytes),
    forget: () => uploads.clear(),
    /** Returns a function that restores this moment. */
    backUp() {
      const kept = [...uploads].map(([id, upload]) => [id, { ...upload }] as const);
      return () => {
        uploads.clear();
        for (const [id, upload] of kept) uploads.set(id, { ...upload });
      };
    },
    async answer(agentId: string, request: Request, body: Buffer): Promise<Response> {
      if (request.method === 'POST') return create(agentId, request);
      const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
      if (request.method === 'PATCH') {
        await mood.stall;
        return append(id, request, body);
      }
      const upload = uploads.get(id);
      if (!upload) return new Response(null, { status: 404 });
      return new Response(null, { headers: { 'Upload-Offset': String(upload.bytes.length) } });
    },
  };
}
