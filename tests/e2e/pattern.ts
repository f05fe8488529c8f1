// A window with known colours, and the check whether a picture shows it.
import { execFileSync } from 'node:child_process';
import { type Browser, expect } from '@playwright/test';
import { PNG } from 'pngjs';
import { startBrowser } from './parts.ts';

export type Colour = [red: number, green: number, blue: number];

/** A point of the screen, in pixels, and its expected colour. */
export interface Mark {
  x: number;
  y: number;
  colour: Colour;
}

/** The texts of the board. The colours are the same in every language. */
export interface PatternTexts {
  days: [string, string, string, string, string];
  problem: string;
}

export const IN_ENGLISH: PatternTexts = {
  days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'],
  problem: 'The room planning could not be saved: the shared folder does not answer (0x80070035).',
};
const ROOMS = ['A-101', 'A-102', 'B-204', 'B-210', 'C-300', 'C-302', 'D-010'];

function colourOf(column: number, row: number): Colour {
  return [70 + column * 40, 90 + row * 22, (column + row) % 2 === 0 ? 120 : 220];
}

function planning({ days, problem }: PatternTexts): string {
  const cells = ROOMS.flatMap((room, row) => [
    `<b>${room}</b>`,
    ...days.map(
      (_, column) => `<i style="background:rgb(${colourOf(column, row)})">${8 + column + row}:00</i>`,
    ),
  ]);
  return `<title>Planning</title><style>
      body { margin: 0; height: 100vh; display: flex; flex-direction: column; font: 16px "Segoe UI", system-ui; }
      p { margin: 16px 24px; padding: 12px 16px; background: #fde7e9; border-left: 4px solid #c50f1f; }
      main { flex: 1; display: grid; grid-template-columns: 96px repeat(${days.length}, 1fr); gap: 4px; padding: 0 24px 24px; }
      b { align-self: center; } i { font-style: normal; padding: 8px; border-radius: 4px; }
    </style>
    <p>${problem}</p>
    <main><span></span>${days.map((day) => `<b>${day}</b>`).join('')}${cells.join('')}</main>`;
}

/** Reads the present colour of a point of the X screen, from an X window dump (XWDFile.h). */
export function colourOnScreen({ x, y }: Pick<Mark, 'x' | 'y'>): Colour {
  const dump = execFileSync('xwd', ['-root', '-silent'], { maxBuffer: 64 * 1024 * 1024 });
  const field = (index: number) => dump.readUInt32BE(index * 4);
  const [headerSize, bytesPerLine, colours] = [field(0), field(12), field(19)];
  // 32 bits a pixel, the least significant byte first: blue, green, red
  const at = headerSize + colours * 12 + y * bytesPerLine + x * 4;
  return [dump[at + 2] ?? 0, dump[at + 1] ?? 0, dump[at] ?? 0];
}

/** Fills the screen with a planning board. `marks` are the centres of its fields. */
export async function showPattern(texts = IN_ENGLISH): Promise<{ browser: Browser; marks: Mark[] }> {
  const browser = await startBrowser(true);
  const page = await browser.newPage({ viewport: null });
  await page.setContent(planning(texts));
  const middles = await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    const top = window.screenY + window.outerHeight - window.innerHeight;
    return [...document.querySelectorAll('i')].map((field) => {
      const { x, y, width, height } = field.getBoundingClientRect();
      return { x: Math.round(window.screenX + x + width / 2), y: Math.round(top + y + height / 2) };
    });
  });
  const marks = middles.map(({ x, y }, index) => ({
    x,
    y,
    colour: colourOf(index % texts.days.length, Math.floor(index / texts.days.length)),
  }));
  // The page has painted, but its window may not be on the screen yet, above all others.
  const [first] = marks;
  if (first) await expect.poll(() => colourOnScreen(first), 'the pattern is shown').toEqual(first.colour);
  return { browser, marks };
}

/** Share of the marks that a picture of the whole screen shows, 0 to 1. A window in front hides some. */
export function shareShown(png: Uint8Array, marks: Mark[]): number {
  const { width, data } = PNG.sync.read(Buffer.from(png));
  const shown = marks.filter(({ x, y, colour }) =>
    colour.every((value, channel) => Math.abs(value - (data[(y * width + x) * 4 + channel] ?? 0)) <= 3),
  );
  return shown.length / marks.length;
}
