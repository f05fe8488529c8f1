// The badge on a button of the task bar: how much is unread, drawn as small as Windows takes it.
import type { Bitmap } from './capture/picture-store.ts';

/** Electron brings every overlay to 16 x 16 pixels and cuts a disc out of it; Windows scales that for the display. */
const SIDE = 16;
/** Points along each side of a pixel at which it is looked whether it is in the figure. */
const SAMPLES = 4;
const MOST = 9;

/** 3 x 5 dots, row by row */
const FIGURES: Record<string, string> = {
  1: '.#.##..#..#.###',
  2: '##...#.#.#..###',
  3: '##...#.#...###.',
  4: '#.##.####..#..#',
  5: '####..##...###.',
  6: '.###..####.####',
  7: '###..#.#..#..#.',
  8: '####.####.#####',
  9: '####.####..###.',
  '+': '....#.###.#....',
};
const [COLUMNS, ROWS] = [3, 5];
/** Blue, green, red. White on this red is 5.9:1; the white ring parts it from a task bar of any colour. */
const RED = [0x1c, 0x1c, 0xc4];

/** BGRA, premultiplied. Null when nothing is unread; more than nine are "9+". */
export function badgeOf(unread: number): Bitmap | null {
  if (unread < 1) return null;
  const text = unread > MOST ? `${MOST}+` : String(unread);
  const pixels = new Uint8Array(SIDE * SIDE * 4);
  for (let at = 0; at < SIDE * SIDE; at++)
    pixels.set(pixelOf(text, at % SIDE, Math.floor(at / SIDE)), at * 4);
  return { pixels, width: SIDE, height: SIDE };
}

function pixelOf(text: string, column: number, row: number): number[] {
  let [inside, white] = [0, 0];
  for (let sample = 0; sample < SAMPLES ** 2; sample++) {
    const x = column + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const y = row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const fromEdge = SIDE / 2 - Math.hypot(x - SIDE / 2, y - SIDE / 2);
    if (fromEdge < 0) continue;
    inside++;
    if (fromEdge < 1 || isFigure(text, x, y)) white++;
  }
  const shares = RED.map((red) => white * 255 + (inside - white) * red);
  return [...shares, inside * 255].map((share) => Math.round(share / SAMPLES ** 2));
}

/** A single figure is as high as there is room for, two are smaller. */
function isFigure(text: string, x: number, y: number): boolean {
  const dot = text.length === 1 ? 2 : 1.5;
  const width = (text.length * (COLUMNS + 1) - 1) * dot;
  const column = Math.floor((x - (SIDE - width) / 2) / dot);
  const row = Math.floor((y - (SIDE - ROWS * dot) / 2) / dot);
  const figure = FIGURES[text[Math.floor(column / (COLUMNS + 1))] ?? ''];
  const inFigure = column % (COLUMNS + 1);
  if (!figure || column < 0 || inFigure >= COLUMNS || row < 0 || row >= ROWS) return false;
  return figure[row * COLUMNS + inFigure] === '#';
}
