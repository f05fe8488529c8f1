// What the preload makes of the files that a person gave a page.
import { expect, it } from 'vitest';
import { handedOver } from '../../../preload/files.ts';

it('a file on the disk goes by its path, unread', async () => {
  const file = new File(['text'], 'a.txt');
  const unread = Object.assign(file, { arrayBuffer: () => Promise.reject(new Error('it was read')) });
  expect(await handedOver(unread, () => '/home/user/a.txt')).toEqual({ path: '/home/user/a.txt' });
});

it('a file that lies nowhere goes by its bytes', async () => {
  expect(await handedOver(new File([Uint8Array.of(1, 2)], 'image.png'), () => '')).toEqual({
    name: 'image.png',
    bytes: Uint8Array.of(1, 2),
  });
});
