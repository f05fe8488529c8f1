// The package of the server, as an administrator installs it: packed and installed by npm, and run by npx.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ENROLMENT_KEY } from '../../fakes/server/test-server.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
/** In milliseconds: builds the console, and installs some 150 packages. */
const PATIENCE = 300_000;

/** What npm needs to reach its registry. */
const OF_THE_NETWORK =
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(HTTPS?|NO)_PROXY|npm_config_(registry|cafile))$/i;

/** npm and npx run under the Node of this test, without the other settings of the npm that started it. */
function environment(settings: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  const network = Object.entries(process.env).flatMap(([name, value]) =>
    OF_THE_NETWORK.test(name) && value !== undefined ? [[name, value]] : [],
  );
  return {
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME,
    ...Object.fromEntries(network),
    ...settings,
  };
}

/** Starts the installed package, in a group of processes: npx does not pass signals on to the program that it runs. */
async function startServer(folder: string, settings: Record<string, string>) {
  const first = { FIRST_ORGANISATION: 'Contoso', FIRST_ENROLMENT_KEY: ENROLMENT_KEY };
  const server = spawn('npx', ['guichet-server'], {
    cwd: folder,
    env: environment({ PORT: '0', LOG_LEVEL: 'silent', ...first, ...settings }),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const closed = once(server, 'close');
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  return {
    url: String(line).replace('server: ', ''),
    async stop(): Promise<void> {
      process.kill(-(server.pid ?? 0), 'SIGTERM');
      await closed;
    },
  };
}

describe('in an empty folder, the installed package', { timeout: PATIENCE }, () => {
  let folder: string;
  let installed: string;
  const npx = (args: string[], settings: Record<string, string> = {}) =>
    run('npx', ['guichet-server', ...args], { cwd: folder, env: environment(settings) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-package-'));
    const packages = join(folder, 'packages');
    await run(process.execPath, ['scripts/server-package.ts', packages], { cwd: root, env: environment() });
    const [file = ''] = globSync('*.tgz', { cwd: packages });
    const options = ['--prefer-offline', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...options, join(packages, file)], { cwd: folder, env: environment() });
    installed = join(folder, 'node_modules/@guichet/server');
  }, PATIENCE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }), PATIENCE);

  test('starts a server that answers and shows the console, imports beside it, and stops', async () => {
    const data = { DATA_DIR: join(folder, 'data') };
    const server = await startServer(folder, data);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const page = await fetch(`${server.url}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>Guichet</title>');
    const directory = join(installed, 'dist/docs/examples/directory.json');
    const { stdout } = await npx(['import', 'directory', directory, '--organisation', 'Contoso'], data);
    expect(stdout).toMatch(/^directory of Contoso: \d+ added, 0 changed, 0 retired\n$/);
    await server.stop();
  });

  test('tells its version and its commands, and refuses others with one sentence', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect((await npx(['--version'])).stdout).toBe(`${version}\n`);
    expect((await npx(['--help'])).stdout).toMatch(
      /^Usage: guichet-server \[command\]\n\n {2}start .+\n {2}import /,
    );
    await expect(npx(['resrote'])).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no command "resrote": guichet-server --help lists them.\n',
    });
    await expect(npx(['import'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^Expected: guichet-server import catalogue\|directory\|announcements .+\n$/,
      ),
    });
  });

  test('holds JavaScript only, and the packages that the server names', () => {
    expect(globSync('dist/{contract,server}/**/*.ts', { cwd: installed })).toEqual([]);
    const dependenciesIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')).dependencies;
    expect(dependenciesIn(join(installed, 'package.json'))).toEqual(
      dependenciesIn(join(root, 'server/package.json')),
    );
  });
});
