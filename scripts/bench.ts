// `npm run bench`: runs what is under tests/bench/ and prints the figures of bench/last.json.
import { readFigures } from '../tests/bench/figures.ts';
import { runPlaywright } from './window-tests.ts';

const ok = runPlaywright(['--config', 'tests/bench/playwright.config.ts', ...process.argv.slice(2)]);
console.table(readFigures());
process.exit(ok ? 0 : 1);
