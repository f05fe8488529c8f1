// `npm test`: runs all checks and tests, and prints their totals in the last line. `--quick` leaves out window tests,
// Wine, and the flows of server and connectors; `--windows` and `--wine` run only those. Further arguments are passed to
// Playwright.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LINT, run, type Tool, TYPECHECK } from './checks.ts';
import {
  installDebianPackages,
  MAIL_TEST_PACKAGES,
  needDebianPackages,
  WINE_TEST_PACKAGES,
} from './debian.ts';
import { buildAgent } from './electron.ts';
import { runPlaywright } from './window-tests.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
/** the tests of `npm run check`: unit and component tests, migrations, and the flows of the agent */
const QUICK_TESTS = ['tests/unit', 'tests/migrations', 'tests/flow/agent'];
const OPTIONS = ['--quick', '--windows', '--wine'];
const [quick, windowsOnly, wineOnly] = OPTIONS.map((name) => process.argv.includes(name));
const forPlaywright = process.argv.slice(2).filter((argument) => !OPTIONS.includes(argument));
const sum = { passed: 0, failed: 0, skipped: 0 };

/** Runs a tool and counts it as one test. */
function check(tool: Tool): void {
  if (run(tool)) sum.passed += 1;
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

/** A flaky test, which passed only when retried, counts as failed. */
const PlaywrightReport = z
  .object({
    stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  })
  .transform(({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));

/** Adds the totals of a runner's report. A runner that failed without a failing test counts as one failure. */
function add(file: string, ok: boolean, report: z.ZodType<typeof sum>): void {
  const path = join(results, file);
  const totals = existsSync(path) ? report.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
  sum.passed += totals?.passed ?? 0;
  sum.skipped += totals?.skipped ?? 0;
  sum.failed += totals?.failed || (ok && totals ? 0 : 1);
}

function vitest(name: string, ...args: string[]): void {
  const file = `${name}.json`;
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=test-results/${file}`];
  add(file, run(['vitest', 'run', ...args, ...report]), VitestReport);
}

function checks(): void {
  if (!quick) needDebianPackages(MAIL_TEST_PACKAGES);
  for (const tool of [...LINT, ...TYPECHECK]) check(tool);
  vitest('vitest', ...(quick ? QUICK_TESTS : []));
  if (process.env.CI) check(['git', 'diff', '--exit-code', '--stat']);
}

/** Runs the tests under Wine. Where Wine cannot be installed, prints why and counts one skipped test. */
function underWine(): void {
  const isHere = process.platform === 'linux' && process.arch === 'x64' && existsSync('/usr/bin/dpkg-query');
  const problem = isHere ? installDebianPackages(WINE_TEST_PACKAGES) : 'Needs Debian or Ubuntu on x64.';
  if (problem !== null) {
    console.log(`\nThe tests under Wine were skipped. ${problem}`);
    sum.skipped += 1;
    return;
  }
  buildAgent();
  vitest('wine', '--config', 'tests/windows/vitest.config.ts');
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (!windowsOnly && !wineOnly) checks();
if (!quick && !wineOnly) add('playwright.json', runPlaywright(forPlaywright), PlaywrightReport);
if (!quick && !windowsOnly) underWine();

console.log(
  `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`,
);
process.exit(sum.failed === 0 && sum.passed + sum.skipped > 0 ? 0 : 1);
