import { expect, it } from 'vitest';
import { mediaTypeOf } from '../../../../main/attachments/media-type.ts';

it('the media type is determined by the extension only', () => {
  expect(mediaTypeOf('a.PNG')).toBe('image/png');
  expect(mediaTypeOf('a.whatever')).toBe('application/octet-stream');
});
