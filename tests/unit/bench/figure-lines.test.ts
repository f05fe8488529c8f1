// The output of `npm run bench`, and that benches, goals and docs/performance.md have the same figures.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figureLines } from '../../bench/figure-lines.ts';
import { BENCH_NAMES, BENCHES, type Bench } from '../../bench/goals.ts';

const root = join(import.meta.dirname, '../../..');

describe('the lines', () => {
  test('show each figure with its goal and whether it holds', () => {
    const measured = { hotkeyToForm: { p50: 81, floorRatio: 1.25, ratio: 0.19 } };
    expect(figureLines(measured, ['hotkeyToForm'])).toEqual([
      'hotkeyToForm floorRatio   1.25 x   (goal <= 1.2)   missed  of a bare window',
      'hotkeyToForm ratio        0.19 x   (goal <= 0.4)   holds   of a window on demand',
      'hotkeyToForm p50            81 ms  -',
    ]);
  });

  test('show a figure that has to be large enough', () => {
    const [, perS16, p95At16] = figureLines({ intake: { perS1: 90, perS16: 499, p95At16: 60 } }, ['intake']);
    expect(perS16).toBe('intake perS16              499 /s  (goal >= 500)   missed');
    expect(p95At16).toMatch(/holds$/);
  });

  test('count a goal that is just reached as held', () => {
    expect(figureLines({ mainBlocked: { max: 50 } }, ['mainBlocked'])[0]).toMatch(/holds$/);
  });

  test('show a figure without a goal, also one unknown to the table', () => {
    expect(figureLines({ submit: { other: 3, bareP50: 2.6 } }, ['submit'])).toEqual([
      'submit bareP50             2.6 ms  -',
      'submit other                 3     -',
    ]);
  });

  test('report a bench that did not finish, and omit one that was not run', () => {
    expect(figureLines({ idle: { pssMB: 200 } }, ['list'])).toEqual(['list: not measured']);
  });

  test('fit a terminal', () => {
    const all = Object.fromEntries(
      BENCH_NAMES.map((name) => {
        const { figures }: Bench = BENCHES[name];
        return [name, Object.fromEntries(Object.keys(figures).map((figure) => [figure, 1234.56]))];
      }),
    );
    expect(figureLines(all, BENCH_NAMES).filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('the table of goals', () => {
  test('has exactly the existing benches', () => {
    const files = globSync('tests/bench/*.bench.ts', { cwd: root });
    const named = BENCH_NAMES.map((name) => join('tests/bench', `${BENCHES[name].file}.bench.ts`));
    expect(named.toSorted()).toEqual(files.toSorted());
  });

  test.each(BENCH_NAMES)('%s: has the figures of its bench and the goals of docs/performance.md', (name) => {
    const { file, figures }: Bench = BENCHES[name];
    const source = readFileSync(join(root, `tests/bench/${file}.bench.ts`), 'utf8');
    const [, recorded = ''] = new RegExp(`record\\('${name}', \\{(.*?)\\}\\);`, 's').exec(source) ?? [];
    for (const figure of Object.keys(figures)) expect(recorded).toMatch(new RegExp(`\\b${figure}\\b`));
    const guide = readFileSync(join(root, 'docs/performance.md'), 'utf8');
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    for (const [figure, { goal, unit }] of Object.entries(figures)) {
      if (goal === null) continue;
      const [sign, bound] = 'atMost' in goal ? ['', goal.atMost] : ['at least ', goal.atLeast];
      expect(row).toContain(`${figure} ${sign}${bound}${unit === 'x' ? '' : ` ${unit}`}`);
    }
  });
});
