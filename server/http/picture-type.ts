// Recognises pictures by their first bytes: what a client says about its file decides nothing.
import type { ByteRange } from '../storage/content-store.ts';

/** WHATWG MIME Sniffing, section 6.1, for the types that cannot contain scripts; `null` stands for any byte. */
const SIGNATURES: readonly { mediaType: string; bytes: readonly (number | null)[] }[] = [
  { mediaType: 'image/png', bytes: [0x89, ...latin1('PNG\r\n'), 0x1a, ...latin1('\n')] },
  { mediaType: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/gif', bytes: latin1('GIF87a') },
  { mediaType: 'image/gif', bytes: latin1('GIF89a') },
  { mediaType: 'image/webp', bytes: [...latin1('RIFF'), null, null, null, null, ...latin1('WEBPVP')] },
];
const LONGEST = Math.max(...SIGNATURES.map(({ bytes }) => bytes.length));

/** Returns the media type of a picture that a browser may show, or null for any other content. */
export async function pictureTypeOf(
  open: (range: ByteRange) => Promise<AsyncIterable<Uint8Array>>,
): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await open({ start: 0, end: LONGEST - 1 })) chunks.push(chunk);
  const start = Buffer.concat(chunks);
  const found = SIGNATURES.find(({ bytes }) =>
    bytes.every((byte, at) => byte === null || byte === start[at]),
  );
  return found?.mediaType ?? null;
}

function latin1(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}
