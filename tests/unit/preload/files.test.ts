// How the preload passes files from a page to the main process.
import { expect, it } from 'vitest';
import { ok } from '../../../contract/result.ts';
import { sentenceOf } from '../../../contract/sentences.ts';
import { attachReadable, toFileInput } from '../../../preload/files.ts';

it('a file on the disk is passed by its path, without reading it', async () => {
  const file = new File(['text'], 'a.txt');
  const unread = Object.assign(file, { arrayBuffer: () => Promise.reject(new Error('it was read')) });
  expect(await toFileInput(unread, () => '/home/user/a.txt')).toEqual({ path: '/home/user/a.txt' });
});

it('a file without a path is passed by its bytes', async () => {
  expect(await toFileInput(new File([Uint8Array.of(1, 2)], 'image.png'), () => '')).toEqual({
    name: 'image.png',
    bytes: Uint8Array.of(1, 2),
  });
});

it('an unreadable file is reported by name, and the others are attached', async () => {
  const [first, lost, last] = ['a.txt', 'lost.txt', 'b.txt'].map((name) => new File(['text'], name));
  if (!first || !lost || !last) throw new Error('three files');
  Object.assign(lost, { arrayBuffer: () => Promise.reject(new Error('it is gone')) });
  const handed: string[] = [];
  const answer = await attachReadable(
    [first, lost, last],
    () => '',
    async (files) => {
      handed.push(...files.map((file) => ('name' in file ? file.name : file.path)));
      return ok({ attached: files.length, refused: [] });
    },
  );
  expect(handed).toEqual(['a.txt', 'b.txt']);
  if (!answer.ok) throw new Error('nothing was attached');
  const [refused, ...others] = answer.value.refused;
  expect(answer.value.attached).toBe(2);
  expect(others).toEqual([]);
  expect(refused && sentenceOf(refused, 'en')).toMatch(/^lost\.txt could not be read/);
  expect(refused && sentenceOf(refused, 'fr')).toMatch(/^lost\.txt n’a pas pu être lu/);
});
