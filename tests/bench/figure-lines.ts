// Formats the figures of a run: one line each, with its goal and whether it was met.
import type { Figures } from './figures.ts';
import { BENCHES, type Bench, type BenchName, type Figure } from './goals.ts';

/** Returns lines in the order of the goals, then figures without a goal. A bench that did not finish has one line. */
export function figureLines(measured: Figures, names: readonly BenchName[]): string[] {
  return names.flatMap((name) => {
    const values = measured[name];
    if (values === undefined) return [`${name}: not measured`];
    const { figures }: Bench = BENCHES[name];
    const known = Object.keys(figures).filter((figure) => figure in values);
    const unknown = Object.keys(values).filter((figure) => !(figure in figures));
    return [...known, ...unknown].map((figure) =>
      [start(name, figure), ...columns(values[figure] ?? Number.NaN, figures[figure])].join('').trimEnd(),
    );
  });
}

function start(bench: string, figure: string): string {
  return `${bench} ${figure}`.padEnd(23);
}

function columns(value: number, figure: Figure | undefined): string[] {
  const shown = `${String(value).padStart(7)} ${(figure?.unit ?? '').padEnd(2)}  `;
  if (!figure || figure.goal === null) return [shown, '-'];
  const [holds, goal] =
    'atMost' in figure.goal
      ? [value <= figure.goal.atMost, `<= ${figure.goal.atMost}`]
      : [value >= figure.goal.atLeast, `>= ${figure.goal.atLeast}`];
  const verdict = holds ? 'holds' : 'missed';
  const of = figure.baseline === undefined ? '' : `  of ${figure.baseline}`;
  return [shown, `(goal ${goal})`.padEnd(16), verdict.padEnd(6), of];
}
