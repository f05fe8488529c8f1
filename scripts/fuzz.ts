// `npm run fuzz`: a campaign of the fuzz tests with many inputs. `-- --inputs N` and `-- --seed N` say how many, and from
// which
// seed; by default 100,000 from a fresh one. Prints a summary of each part; a failing input is shrunk and printed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const { inputs, seed } = values;
if (!/^\d+$/.test(inputs) || !/^\d+$/.test(seed)) throw new Error('--inputs and --seed are whole numbers');

console.log(`Fuzzing with ${inputs} inputs from seed ${seed}.`);
const { status } = spawnSync(
  'vitest',
  ['run', 'tests/flow/fuzz', '--project', 'node', '--reporter=dot', '--no-file-parallelism'],
  {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, FUZZ_INPUTS: inputs, FUZZ_SEED: seed },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  },
);
process.exitCode = status ?? 1;
