// Icons: every tray state in every size, visible on the light and dark task bar of Windows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const drawn = join(root, 'build/icons');
const shipped = join(root, 'resources/icons');
const states = readdirSync(drawn).flatMap((file) => /^(tray-.+)\.svg$/.exec(file)?.[1] ?? []);
const TASK_BARS = { light: '#eef3f9', dark: '#1f1f1f' };

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(states)('%s', (state) => {
  it.each([
    ['', 16],
    ['@1.25x', 20],
    ['@1.5x', 24],
    ['@2x', 32],
  ])('exists at %s', (scale, size) => {
    const file = join(shipped, `${state}${scale}.png`);
    expect(existsSync(file)).toBe(true);
    const { width, height } = PNG.sync.read(readFileSync(file));
    expect([width, height]).toEqual([size, size]);
  });

  it('has at least one shape with enough contrast on either task bar', () => {
    const svg = readFileSync(join(drawn, `${state}.svg`), 'utf8');
    const colours = [...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour = '']) => colour);
    const [shape = ''] = colours;
    for (const bar of Object.values(TASK_BARS)) expect(contrast(shape, bar)).toBeGreaterThan(3);
  });
});

it('the program’s icon has every size from 16 to 256 pixels', () => {
  const ico = readFileSync(join(root, 'build/icon.ico'));
  const count = ico.readUInt16LE(4);
  // 0 stands for 256
  const sizes = Array.from({ length: count }, (_, at) => ico.readUInt8(6 + at * 16) || 256);
  expect(sizes).toEqual(expect.arrayContaining([16, 20, 24, 32, 40, 48, 64, 128, 256]));
});
