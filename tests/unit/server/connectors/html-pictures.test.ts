import { expect, test } from 'vitest';
import { picturesIn } from '../../../../server/connectors/html-pictures.ts';

test('pictures are looked for in a moment in HTML that was made to take long', () => {
  const html = `<p>${'<img src="'.repeat(20_000)}${'<img '.repeat(200_000)}</p>`;
  const began = performance.now();
  expect(picturesIn(html, () => null)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(1000);
});

test('attributes are read in either quotes, and each picture once', () => {
  const html = `<img width='1' src='https://a.example/one.png'><img src="https://a.example/one.png"><IMG SRC="https://a.example/two.png?s=1">`;
  const sources: unknown[] = [];
  const pictures = picturesIn(html, ({ src }) => {
    sources.push(src);
    return null;
  });
  expect(pictures.map(({ name }) => name)).toEqual(['one.png', 'two.png']);
  expect(new Set(sources)).toEqual(new Set(['https://a.example/one.png', 'https://a.example/two.png?s=1']));
});
