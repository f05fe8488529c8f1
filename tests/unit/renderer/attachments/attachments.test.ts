// What comes to a window from outside, how pictures are called, and how the choice of windows is walked.
import { describe, expect, test } from 'vitest';
import { sortPasted } from '../../../../renderer/attachments/incoming.ts';
import { pictureName } from '../../../../renderer/attachments/picture-name.ts';
import { indexInGrid } from '../../../../renderer/attachments/window-grid.ts';

describe('what is pasted', () => {
  test('a copied picture is a picture, a copied file is a file even when it shows one', () => {
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

describe('an arrow key in the choice of windows', () => {
  const grid = { count: 5, columns: 3 };

  test('leads to the neighbour in its direction', () => {
    expect(indexInGrid('ArrowRight', 2, grid)).toBe(3);
    expect(indexInGrid('ArrowDown', 1, grid)).toBe(4);
    expect(indexInGrid('ArrowUp', 3, grid)).toBe(0);
    expect([indexInGrid('Home', 3, grid), indexInGrid('End', 1, grid)]).toEqual([0, 4]);
  });

  test('leads nowhere at the edge, nor does another key', () => {
    expect(indexInGrid('ArrowLeft', 0, grid)).toBeNull();
    expect(indexInGrid('ArrowDown', 2, grid)).toBeNull();
    expect(indexInGrid('a', 2, grid)).toBeNull();
  });
});
