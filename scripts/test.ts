// `npm test`: every check and every test, ending with one line that sums them up. `--quick` leaves out what
// needs windows, `--windows` leaves out the rest; other arguments go to Playwright.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MAIL_TEST_PACKAGES, needDebianPackages } from './debian.ts';
import { runPlaywright } from './window-tests.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
const own = ['--quick', '--windows'];
const quick = process.argv.includes('--quick');
const windowsOnly = process.argv.includes('--windows');
const forPlaywright = process.argv.slice(2).filter((argument) => !own.includes(argument));
const sum = { passed: 0, failed: 0, skipped: 0 };

function run(command: string, args: string[]): boolean {
  console.log(`\n> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

/** A tool that only says yes or no counts as one test. */
function check(command: string, ...args: string[]): void {
  if (run(command, args)) sum.passed += 1;
  else sum.failed += 1;
}

const VitestReport = z
  .object({
    numPassedTests: z.int(),
    numFailedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
  })
  .transform((report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));

/** A test that passed only when tried again counts as failed. */
const PlaywrightReport = z
  .object({
    stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));

/** Adds what a runner wrote of itself; one that failed without a failing test counts as one failure. */
function add(file: string, ok: boolean, report: z.ZodType<typeof sum>): void {
  const path = join(results, file);
  const found = existsSync(path) ? report.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
  sum.passed += found?.passed ?? 0;
  sum.skipped += found?.skipped ?? 0;
  sum.failed += found?.failed || (ok && found ? 0 : 1);
}

function checks(): void {
  needDebianPackages(MAIL_TEST_PACKAGES);
  check('biome', 'ci', '--error-on-warnings', '.');
  for (const project of ['tsconfig.json', 'tsconfig.web.json', 'tests/tsconfig.json'])
    check('tsc', '-p', project);
  const file = 'vitest.json';
  const ok = run('vitest', [
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=test-results/${file}`,
  ]);
  add(file, ok, VitestReport);
  if (process.env.CI) check('git', 'diff', '--exit-code', '--stat');
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (!windowsOnly) checks();
if (!quick) add('playwright.json', await runPlaywright(forPlaywright), PlaywrightReport);

console.log(
  `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`,
);
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1);
