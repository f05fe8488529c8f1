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
  ['spaces around a cell do not double', '<table><tr>\n <td> a </td>\n <td> b </td>\n</tr></table>', 'a | b'],
])('%s', (_, html, text) => {
  expect(textOfHtml(html)).toBe(text);
});
