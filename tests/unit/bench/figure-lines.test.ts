// What `npm run bench` prints, and that benches, goals and docs/performance.md name the same things.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figureLines } from '../../bench/figure-lines.ts';
import { BENCH_NAMES, BENCHES, type Bench } from '../../bench/goals.ts';

const root = join(import.meta.dirname, '../../..');

describe('the lines', () => {
  test('each figure has one, with its goal and whether it holds', () => {
    expect(figureLines({ hotkeyToForm: { p95: 78.25, p50: 81, ratio: 0.19 } }, ['hotkeyToForm'])).toEqual([
      'hotkeyToForm p50           81 ms  (goal <= 80)    missed',
      'hotkeyToForm p95        78.25 ms  (goal <= 150)   holds',
      'hotkeyToForm ratio       0.19 x   (goal <= 0.4)   holds   of a window on demand',
    ]);
  });

  test('a goal that is just reached holds', () => {
    expect(figureLines({ mainBlocked: { max: 50 } }, ['mainBlocked'])[0]).toMatch(/holds$/);
  });

  test('a figure without a goal is shown as it is, also one that the table does not know', () => {
    expect(figureLines({ submit: { other: 3, bareP50: 2.6 } }, ['submit'])).toEqual([
      'submit bareP50            2.6 ms  -',
      'submit other                3     -',
    ]);
  });

  test('a bench that did not end says so, and one that was not asked for is silent', () => {
    expect(figureLines({ idle: { pssMB: 200 } }, ['list'])).toEqual(['list: not measured']);
  });

  test('they fit a terminal', () => {
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
  test('has every bench, and no other', () => {
    const files = globSync('tests/bench/*.bench.ts', { cwd: root });
    const named = BENCH_NAMES.map((name) => join('tests/bench', `${BENCHES[name].file}.bench.ts`));
    expect(named.toSorted()).toEqual(files.toSorted());
  });

  test.each(BENCH_NAMES)(
    '%s: the figures its bench records, and the goals docs/performance.md names',
    (name) => {
      const { file, figures }: Bench = BENCHES[name];
      const source = readFileSync(join(root, `tests/bench/${file}.bench.ts`), 'utf8');
      const [, recorded = ''] = new RegExp(`record\\('${name}', \\{(.*?)\\}\\);`, 's').exec(source) ?? [];
      for (const figure of Object.keys(figures)) expect(recorded).toMatch(new RegExp(`\\b${figure}\\b`));
      const guide = readFileSync(join(root, 'docs/performance.md'), 'utf8');
      const row = guide.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      const goals = Object.entries(figures).filter(([, { atMost }]) => atMost !== null);
      for (const [figure, { atMost, unit }] of goals)
        expect(row).toContain(`${figure} ${atMost}${unit === 'x' ? '' : ` ${unit}`}`);
    },
  );
});
