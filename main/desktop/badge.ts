// The badge of a task bar button: the unread count, drawn at the size Windows accepts.
import type { Bitmap } from '../capture/picture-store.ts';

/** Electron scales every overlay to 16 x 16 pixels and clips it to a disc; Windows scales that for the display. */
const SIDE = 16;
/** Samples per pixel side, for antialiasing. */
const SAMPLES = 4;
const MOST = 9;

/** 3 x 5 dots, row by row */
const FIGURES: Record<number, string> = {
  1: '.#.##..#..#.###',
  2: '##...#.#.#..###',
  3: '##...#.#...###.',
  4: '#.##.####..#..#',
  5: '####..##...###.',
  6: '.###..####.####',
  7: '###..#.#..#..#.',
  8: '####.#####.####',
  9: '####.####..###.',
};
const [COLUMNS, ROWS] = [3, 5];
/** pixels */
const DOT = 2;
/** Blue, green, red. White on this red has a contrast of 5.9:1; the white ring sets it off any task bar. */
const RED = [0x1c, 0x1c, 0xc4];

/** BGRA, premultiplied. Null when nothing is unread; more than nine are "9+". */
export function badgeOf(unread: number): Bitmap | null {
  if (unread < 1) return null;
  const pixels = new Uint8Array(SIDE * SIDE * 4);
  for (let at = 0; at < SIDE * SIDE; at++)
    pixels.set(pixelOf(unread, at % SIDE, Math.floor(at / SIDE)), at * 4);
  return { pixels, width: SIDE, height: SIDE };
}

function pixelOf(unread: number, column: number, row: number): number[] {
  let [inside, white] = [0, 0];
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const fromEdge = SIDE / 2 - Math.hypot(x - SIDE / 2, y - SIDE / 2);
    if (fromEdge < 0) continue;
    inside++;
    if (fromEdge < 1 || isFigure(unread, x, y)) white++;
  }
  const shares = RED.map((red) => white * 255 + (inside - white) * red);
  return [...shares, inside * 255].map((share) => Math.round(share / SAMPLES ** 2));
}

/** Every edge lies on a pixel boundary: nothing else is readable at this size. */
function isFigure(unread: number, x: number, y: number): boolean {
  const isMore = unread > MOST;
  const column = Math.floor((x - (isMore ? 3 : 5)) / DOT);
  const row = Math.floor((y - 3) / DOT);
  if (column >= 0 && column < COLUMNS && row >= 0 && row < ROWS)
    return FIGURES[Math.min(unread, MOST)]?.[row * COLUMNS + column] === '#';
  return isMore && isPlus(Math.floor(x - 10), Math.floor(y - 7));
}

function isPlus(column: number, row: number): boolean {
  return (column === 1 && row >= 0 && row < 3) || (row === 1 && column >= 0 && column < 3);
}
