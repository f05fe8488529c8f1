import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { pictureTypeOf } from '../../../../server/http/picture-type.ts';

function typeOf(content: string): Promise<string | null> {
  const bytes = Buffer.from(content, 'latin1');
  return pictureTypeOf(async ({ start, end }) => Readable.from([bytes.subarray(start, end + 1)]));
}

it.each([
  ['\x89PNG\r\n\x1a\n and more', 'image/png'],
  ['\xff\xd8\xff\xe0 and more', 'image/jpeg'],
  ['GIF89a and more', 'image/gif'],
  ['GIF87a', 'image/gif'],
  ['RIFF\x01\x02\x03\x04WEBPVP8 and more', 'image/webp'],
])('%j is shown as %s', async (content, type) => {
  expect(await typeOf(content)).toBe(type);
});

it.each([
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  '<html><script>alert(1)</script>',
  '%PDF-1.7',
  '\x89PNG',
  ' GIF89a',
  '<script>GIF89a',
  'BM a bitmap',
  '',
])('%j is only downloaded', async (content) => {
  expect(await typeOf(content)).toBeNull();
});
