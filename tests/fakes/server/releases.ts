// Makes releases with the files of electron-builder, and uploads them as an administrator.
import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Release, type ReleaseStage } from '../../../contract/releases.ts';
import type { Answer } from './http.ts';
import type { FakeStaff } from './test-server.ts';

export interface BuiltRelease {
  version: string;
  /** text of the channel file */
  feed: string;
  installer: string;
  content: Buffer;
  blockMap: Buffer;
}

const BLOCK = 10_000;

/** Makes a block map in app-builder's format, with blocks of equal size. */
function blockMapOf(content: Buffer): Buffer {
  const starts = Array.from({ length: Math.ceil(content.length / BLOCK) }, (_, place) => place * BLOCK);
  const blocks = starts.map((start) => content.subarray(start, start + BLOCK));
  const checksums = blocks.map((block) => createHash('sha256').update(block).digest('base64'));
  const sizes = blocks.map(({ length }) => length);
  const files = [{ name: 'file', offset: 0, checksums, sizes }];
  return gzipSync(JSON.stringify({ version: '2', files }));
}

/** Makes the files of one build; the installer has random content. */
export function buildRelease(
  version: string,
  { content = randomBytes(70_000), more = '', builtAt = '2030-01-01T12:00:00.000Z' } = {},
): BuiltRelease {
  const installer = `Guichet Setup ${version}.exe`;
  const sha512 = createHash('sha512').update(content).digest('base64');
  const feed = [
    `version: ${version}`,
    'files:',
    `  - url: ${installer}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    ...(more === '' ? [] : [`    ${more}`]),
    `path: ${installer}`,
    `sha512: ${sha512}`,
    `releaseDate: '${builtAt}'`,
    '',
  ].join('\n');
  return { version, feed, installer, content, blockMap: blockMapOf(content) };
}

export function addRelease(
  staff: FakeStaff,
  feed: string,
  { channel = 'latest', acceptOlder = false } = {},
): Promise<Answer> {
  return staff.ask('/releases', { json: { channel, feed, acceptOlder } });
}

export async function sendReleaseFile(
  url: string,
  staff: FakeStaff,
  { id, name, content }: { id: string; name: string; content: Buffer },
): Promise<Answer> {
  const response = await fetch(`${url}/v1/console/releases/${id}/files/${encodeURIComponent(name)}`, {
    method: 'PUT',
    headers: { cookie: staff.cookie, origin: url, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(content),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const EVERYBODY: ReleaseStage = {
  channel: 'latest',
  percentage: 100,
  organisationIds: null,
  paused: false,
  replacesPaused: false,
};

export function stageRelease(
  staff: FakeStaff,
  id: string,
  changes: Partial<ReleaseStage> = {},
): Promise<Answer> {
  return staff.ask(`/releases/${id}/stage`, { method: 'PUT', json: { ...EVERYBODY, ...changes } });
}

/** Adds the release, uploads its files and offers it. Returns its id. */
export async function offerRelease(
  url: string,
  staff: FakeStaff,
  built: BuiltRelease,
  changes: Partial<ReleaseStage> = {},
): Promise<string> {
  const { channel = 'latest' } = changes;
  const { id } = Release.parse((await addRelease(staff, built.feed, { channel })).body);
  const files = [
    { id, name: built.installer, content: built.content },
    { id, name: `${built.installer}.blockmap`, content: built.blockMap },
  ];
  for (const file of files) {
    const sent = await sendReleaseFile(url, staff, file);
    if (sent.status !== 204) throw new Error(`not stored: ${JSON.stringify(sent.body)}`);
  }
  const staged = await stageRelease(staff, id, changes);
  if (staged.status !== 200) throw new Error(`not offered: ${JSON.stringify(staged.body)}`);
  return id;
}
