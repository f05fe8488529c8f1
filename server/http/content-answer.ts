// Sends a content: whole, one requested range, or only its headers where the client has it already (RFC 9110, sections 13, 14).
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ByteRange, StoredContent } from '../storage/content-store.ts';

export interface SentContent extends StoredContent {
  open(range?: ByteRange): Promise<Readable>;
}

/** Ignores a request for several ranges and sends the whole content. Rejects when the content cannot be read. */
export async function sendContent(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  content: SentContent,
): Promise<FastifyReply> {
  const { size } = content;
  reply
    .header('cache-control', 'no-store')
    .header('accept-ranges', 'bytes')
    .header('etag', content.etag)
    .header('last-modified', content.storedAt.toUTCString());
  if (!meetsConditions(headers, content)) return reply.code(412).send();
  if (isKnown(headers, content)) return reply.code(304).send();
  const range = isForThis(headers['if-range'], content) ? rangeOf(headers.range, size) : 'whole';
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${size}`).send();
  }
  if (range !== 'whole') {
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  }
  reply.header('content-length', range === 'whole' ? size : range.end - range.start + 1);
  if (method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(await content.open(range === 'whole' ? undefined : range));
}

type Headers = FastifyRequest['headers'];

/** If-Match, or else If-Unmodified-Since. */
function meetsConditions(headers: Headers, content: StoredContent): boolean {
  const match = headers['if-match'];
  if (match !== undefined) return names(match, content.etag);
  const since = Date.parse(headers['if-unmodified-since'] ?? '');
  return Number.isNaN(since) || secondsOf(content) <= since;
}

/** If-None-Match, or else If-Modified-Since. */
function isKnown(headers: Headers, content: StoredContent): boolean {
  const match = headers['if-none-match'];
  if (match !== undefined) return names(match, content.etag);
  return secondsOf(content) <= Date.parse(headers['if-modified-since'] ?? '');
}

/** Whether a list of entity tags has this one, strong or weak. */
function names(list: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return list.trim() === '*' || list.split(',').some((tag) => opaque(tag) === opaque(etag));
}

/** Whether the range may be sent: the rest of another content would not fit to what the client has. */
function isForThis(ifRange: unknown, content: StoredContent): boolean {
  if (typeof ifRange !== 'string') return true;
  if (ifRange.includes('"')) return ifRange.trim() === content.etag;
  return secondsOf(content) <= Date.parse(ifRange);
}

/** In milliseconds, but whole seconds: HTTP dates have no more. */
function secondsOf({ storedAt }: StoredContent): number {
  return Math.floor(storedAt.getTime() / 1000) * 1000;
}

function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^ *bytes= *(\d{0,15})-(\d{0,15}) *$/i.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  const isSuffix = first === '';
  const start = isSuffix ? Math.max(0, size - Number(last)) : Number(first);
  const end = isSuffix || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end ? { start, end } : 'unsatisfiable';
}
