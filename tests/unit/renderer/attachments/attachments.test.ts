// Pasted content, names of pictures, and arrow keys in the window chooser.
import { describe, expect, test } from 'vitest';
import { sortPasted } from '../../../../renderer/attachments/incoming.ts';
import { pictureName } from '../../../../renderer/attachments/picture-name.ts';
import { indexInGrid } from '../../../../renderer/attachments/window-grid.ts';

describe('pasted content', () => {
  test('a copied picture is a picture, and a copied image file is a file', () => {
    const copied = new File(['x'], 'image.png', { type: 'image/png' });
    const photo = new File(['x'], 'holiday.png', { type: 'image/png' });
    const sheet = new File(['x'], 'accounts.xlsx');
    expect(sortPasted([copied, photo, sheet])).toEqual({ pictures: [copied], files: [photo, sheet] });
  });
});

test('the first picture has no number', () => {
  expect([0, 1, 9].map((index) => pictureName('Screenshot', index))).toEqual([
    'Screenshot',
    'Screenshot 2',
    'Screenshot 10',
  ]);
});

describe('an arrow key in the window chooser', () => {
  const grid = { count: 5, columns: 3 };

  test('moves to the neighbour in its direction', () => {
    expect(indexInGrid('ArrowRight', 2, grid)).toBe(3);
    expect(indexInGrid('ArrowDown', 1, grid)).toBe(4);
    expect(indexInGrid('ArrowUp', 3, grid)).toBe(0);
    expect([indexInGrid('Home', 3, grid), indexInGrid('End', 1, grid)]).toEqual([0, 4]);
  });

  test('does not move at the edge, and other keys never do', () => {
    expect(indexInGrid('ArrowLeft', 0, grid)).toBeNull();
    expect(indexInGrid('ArrowDown', 2, grid)).toBeNull();
    expect(indexInGrid('a', 2, grid)).toBeNull();
  });
});
