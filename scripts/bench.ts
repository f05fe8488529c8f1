// `npm run bench`: runs the benches in tests/bench/ and prints each figure beside its goal; `-- idle` runs one bench. The
// exit code shows whether the benches ran, not whether goals were met: timings on shared machines are not reliable.
import { figureLines } from '../tests/bench/figure-lines.ts';
import { forgetFigures, readFigures } from '../tests/bench/figures.ts';
import { BENCH_NAMES, BENCHES, isBenchName } from '../tests/bench/goals.ts';
import { runPlaywright } from './window-tests.ts';

const requested = process.argv.slice(2);
const names = requested.length === 0 ? BENCH_NAMES : requested.filter(isBenchName);
const unknown = requested.filter((name) => !isBenchName(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${BENCH_NAMES.join(', ')}`);
  process.exit(1);
}
forgetFigures(names);
const files = names.map((name) => `[\\\\/]${BENCHES[name].file}\\.bench\\.ts$`);
const ok = runPlaywright(['--config', 'tests/bench/playwright.config.ts', ...files]);
console.log(`\n${figureLines(readFigures(), names).join('\n')}`);
process.exit(ok ? 0 : 1);
