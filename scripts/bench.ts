// `npm run bench`: runs what is under tests/bench/ and prints each figure beside its goal; `-- idle` runs that bench alone.
// The exit code says whether the benches ran, not whether goals hold: clocks of shared machines prove nothing.
import { figureLines } from '../tests/bench/figure-lines.ts';
import { forgetFigures, readFigures } from '../tests/bench/figures.ts';
import { BENCH_NAMES, BENCHES, isBenchName } from '../tests/bench/goals.ts';
import { runPlaywright } from './window-tests.ts';

const asked = process.argv.slice(2);
const names = asked.length === 0 ? BENCH_NAMES : asked.filter(isBenchName);
const unknown = asked.filter((name) => !isBenchName(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${BENCH_NAMES.join(', ')}`);
  process.exit(1);
}
forgetFigures(names);
const files = names.map((name) => `[\\\\/]${BENCHES[name].file}\\.bench\\.ts$`);
const ok = runPlaywright(['--config', 'tests/bench/playwright.config.ts', ...files]);
console.log(`\n${figureLines(readFigures(), names).join('\n')}`);
process.exit(ok ? 0 : 1);
