// `npm test`: runs all checks and tests, and prints at the end what failed, and the totals. `--quick` leaves out window
// tests, Wine, random histories, and the flows of server and connectors; `--windows`, `--wine` and `--postgres` run only those. Those
// on PostgreSQL run only when they are asked for. Further arguments are passed to Playwright.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { LINT, run, type Tool, TYPECHECK } from './checks.ts';
import {
  installDebianPackages,
  MAIL_TEST_PACKAGES,
  needDebianPackages,
  WINE_TEST_PACKAGES,
} from './debian.ts';
import { buildAgent } from './electron.ts';
import { enterMemoryFolder } from './memory-folder.ts';
import { runPlaywright } from './window-tests.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');
/** the tests of `npm run check`: unit and component tests, migrations, and the flows of the agent */
const QUICK_TESTS = ['tests/unit', 'tests/migrations', 'tests/flow/agent'];
const OPTIONS = ['--quick', '--windows', '--wine', '--postgres'];
const [quick, windowsOnly, wineOnly, postgresOnly] = OPTIONS.map((name) => process.argv.includes(name));
const forPlaywright = process.argv.slice(2).filter((argument) => !OPTIONS.includes(argument));
const sum: Totals = { passed: 0, failed: [], skipped: 0 };

/** Of what a failed test says, so that the end of a long log tells what happened. */
const [MOST_LINES, LONGEST_LINE] = [8, 500];

interface Totals {
  passed: number;
  /** tests and tools: a name, and what a test said */
  failed: string[];
  skipped: number;
}

/** Runs a tool and counts it as one test. */
function check(tool: Tool): void {
  if (run(tool)) sum.passed += 1;
  else sum.failed.push(tool.join(' '));
}

function withReason(name: string, messages: readonly string[]): string {
  const lines = messages.flatMap((message) => stripVTControlCharacters(message).split('\n'));
  const said = lines.filter((line) => line.trim() !== '' && !/^\s+at /.test(line)).slice(0, MOST_LINES);
  return [name, ...said.map((line) => `    ${line.slice(0, LONGEST_LINE)}`)].join('\n');
}

const VitestReport = z
  .object({
    numPassedTests: z.int(),
    numPendingTests: z.int(),
    numTodoTests: z.int(),
    testResults: z.array(
      z.object({
        name: z.string(),
        /** of a file that failed outside its tests, else empty */
        message: z.string().default(''),
        assertionResults: z.array(
          z.object({
            fullName: z.string(),
            status: z.string(),
            failureMessages: z.array(z.string()).nullish(),
          }),
        ),
      }),
    ),
  })
  .transform(({ testResults, ...report }) => ({
    passed: report.numPassedTests,
    failed: testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(root, name);
      const failed = assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => withReason(`${file}: ${fullName}`, failureMessages ?? []));
      return message === '' ? failed : [withReason(file, [message]), ...failed];
    }),
    skipped: report.numPendingTests + report.numTodoTests,
  }));

const PlaywrightResult = z.object({ error: z.object({ message: z.string().optional() }).optional() });

const PlaywrightSuite = z.object({
  file: z.string(),
  specs: z.array(
    z.object({
      title: z.string(),
      tests: z.array(z.object({ status: z.string(), results: z.array(PlaywrightResult) })),
    }),
  ),
  get suites() {
    return z.array(PlaywrightSuite).default([]);
  },
});

/** A flaky test, which passed only when retried, counts as failed. */
function failedIn({ file, specs, suites }: z.infer<typeof PlaywrightSuite>): string[] {
  const failed = specs.filter(({ tests }) =>
    tests.some(({ status }) => status === 'unexpected' || status === 'flaky'),
  );
  const reasons = failed.map(({ title, tests }) => {
    const results = tests.flatMap((test) => test.results);
    return withReason(
      `${file}: ${title}`,
      results.map(({ error }) => error?.message ?? ''),
    );
  });
  return [...reasons, ...suites.flatMap(failedIn)];
}

const PlaywrightReport = z
  .object({
    stats: z.object({ expected: z.int(), skipped: z.int() }),
    suites: z.array(PlaywrightSuite),
  })
  .transform(({ stats, suites }) => ({
    passed: stats.expected,
    failed: suites.flatMap(failedIn),
    skipped: stats.skipped,
  }));

/** Adds the totals of a runner's report. A runner that failed without a failing test counts as one failure. */
function add(file: string, ok: boolean, report: z.ZodType<Totals>): void {
  const path = join(results, file);
  const totals = existsSync(path) ? report.parse(JSON.parse(readFileSync(path, 'utf8'))) : null;
  sum.passed += totals?.passed ?? 0;
  sum.skipped += totals?.skipped ?? 0;
  if (totals && totals.failed.length > 0) sum.failed.push(...totals.failed);
  else if (!ok || !totals) sum.failed.push(`the runner of ${file}`);
}

function vitest(name: string, ...args: string[]): void {
  const file = `${name}.json`;
  const report = ['--reporter=dot', '--reporter=json', `--outputFile.json=test-results/${file}`];
  add(file, run(['vitest', 'run', ...args, ...report]), VitestReport);
}

function checks(): void {
  if (!quick) needDebianPackages(MAIL_TEST_PACKAGES);
  for (const tool of [...LINT, ...TYPECHECK]) check(tool);
  vitest('vitest', '--project', '!postgres', ...(quick ? QUICK_TESTS : []));
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

/** How long random histories run, in minutes, and at what priority: they take what the tests beside them leave. */
const [CHAOS_MINUTES, CHAOS_PRIORITY] = [3, 10];

/** Runs random histories from a fresh seed beside what follows. Returns a function that waits for their end and counts them as one test. */
function beginChaos(): () => Promise<void> {
  // Playwright empties the folder of the results
  const log = join(root, 'out/log/chaos.log');
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w');
  const options = ['--runs', '100000', '--minutes', String(CHAOS_MINUTES), '--parallel', '2'];
  const chaos = spawn(process.execPath, [join(root, 'scripts/chaos.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  if (chaos.pid !== undefined) setPriority(chaos.pid, CHAOS_PRIORITY);
  const ended = once(chaos, 'exit');
  return async () => {
    const [code] = await ended;
    const said = readFileSync(log, 'utf8');
    console.log(`\n> npm run chaos -- ${options.join(' ')}\n${said}`);
    if (code === 0) sum.passed += 1;
    else sum.failed.push(withReason('npm run chaos', [said]));
  };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
enterMemoryFolder();
const isWhole = !quick && !windowsOnly && !wineOnly && !postgresOnly;
if (isWhole || quick) checks();
const endChaos = isWhole ? beginChaos() : null;
if (isWhole || windowsOnly) add('playwright.json', runPlaywright(forPlaywright), PlaywrightReport);
if (isWhole || wineOnly) underWine();
await endChaos?.();
if (postgresOnly) vitest('postgres', '--project', 'postgres');

const { passed, failed, skipped } = sum;
if (failed.length > 0) console.log(`\nFailed:\n${failed.join('\n')}`);
console.log(`\n${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed.length === 0 && passed + skipped > 0 ? 0 : 1);
