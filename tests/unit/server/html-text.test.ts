import { expect, test } from 'vitest';
import { textOfHtml } from '../../../server/html-text.ts';

test.each([
  [
    'cells and rows of a table are apart',
    '<table><thead><tr><th>Room</th><th>Printer</th></tr></thead><tbody><tr><td>B 12</td><td>LaserJet</td></tr><tr><td>B 13</td><td></td></tr></tbody></table><p>after</p>',
    'Room | Printer\nB 12 | LaserJet\nB 13\n\nafter',
  ],
  [
    'cells of paragraphs are lines',
    '<table><tr><td><p>one</p></td><td><p>two</p></td></tr></table>',
    'one\n\ntwo',
  ],
  [
    'a table that only lays out a mail adds no signs',
    '<table><tr><td>&nbsp;</td><td>Hello,</td><td> </td></tr><tr><td></td><td>it is mended.</td><td></td></tr></table>',
    '\u00a0Hello,\nit is mended.',
  ],
  [
    'a table in a cell keeps its own rows',
    '<table><tr><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>',
    'a | b\nc | d',
  ],
  [
    'an empty cell keeps its place in a table of data',
    '<table><tr><td>1</td><td></td><td>3</td></tr><tr><td><p></p></td><td>5</td><td>6</td></tr><tr><td>&nbsp;</td><td>8</td><td></td></tr></table>',
    '1 | | 3\n| 5 | 6\n| 8',
  ],
  ['spaces around a cell do not double', '<table><tr>\n <td> a </td>\n <td> b </td>\n</tr></table>', 'a | b'],
])('%s', (_, html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test.each(['<div>', '<div/>', '<table><tr><td>', '<tr><li>', '<ul><li><b>', '<a title="<">'])(
  'levels of %s without an end stop nothing, and take little time',
  (tags) => {
    const began = performance.now();
    const text = textOfHtml(`<p>before</p>${tags.repeat(240_000 / tags.length)}after`);
    expect(text).toMatch(/before[\s\S]*(?:after|\[…\])/);
    expect(performance.now() - began).toBeLessThan(2000);
  },
);

test('the text of elements that are too deep stays, and so does what comes after them', () => {
  const [open, close] = ['<div>'.repeat(3000), '</div>'.repeat(3000)];
  const text = textOfHtml(`${open}<p>one</p><table><tr><td>two</td></tr></table>${close}<p>three</p>`);
  expect(text.split(/\s+/).filter(Boolean)).toEqual(['one', 'two', 'three']);
});

test('elements that the next of their kind ends are not deep', () => {
  const text = textOfHtml(`<ul>${'<li>one'.repeat(500)}</ul>${'<p>two'.repeat(500)}`);
  expect(text.match(/^ \* one$/gm)).toHaveLength(500);
  expect(text.match(/^two$/gm)).toHaveLength(500);
});

test('what is too long to read is left out, and the text says so', () => {
  const text = textOfHtml(`<p>${'word '.repeat(60_000)}</p><p>end</p>`);
  expect(text).toMatch(/^word word [\s\S]*\n\n\[…\]$/);
  expect(text).not.toContain('end');
});
