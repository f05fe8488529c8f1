// How large what ships is, and how long its start takes until the icon is there, against a bare Electron tray.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from '../e2e/desktop.ts';
import type { NotificationArea } from '../e2e/notification-area.ts';
import { megabytesOf, PACKED_SWITCHES, packAgent } from '../e2e/packaged-agent.ts';
import { emptyFolder } from '../e2e/parts.ts';
import { percentile, record } from './figures.ts';

/** The first of each is thrown away: it reads from the disk what the others have in memory. */
const STARTS = 7;

/** From the start of the process until the icon says something, in milliseconds. */
async function startToTray(area: NotificationArea, program: string, args: string[]): Promise<number> {
  const from = performance.now();
  const shown = area.nextIcon();
  const child: ChildProcess = spawn(program, [...PACKED_SWITCHES, ...args], {
    env: {
      ...process.env,
      GUICHET_SERVER_URL: 'http://127.0.0.1:9',
      GUICHET_ENROLMENT_KEY: 'gk_nobody_listens_here',
    },
    stdio: 'ignore',
  });
  await shown;
  // an icon without a word is not ready
  while ((await area.tooltip()) === '');
  const took = performance.now() - from;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return took;
}

test('package', async ({ area }) => {
  test.skip(process.platform !== 'linux', 'packages the Linux folder');
  const { program, archive } = packAgent();
  const [agent, bare]: [number[], number[]] = [[], []];
  // as on any morning: what it keeps is there already
  const userData = emptyFolder('agent');
  const electron = process.env.GUICHET_ELECTRON ?? '';
  const script = join(import.meta.dirname, 'bare-tray.cjs');
  for (let start = 0; start < STARTS; start++) {
    agent.push(await startToTray(area, program, [`--user-data-dir=${userData}`]));
    bare.push(await startToTray(area, electron, [`--user-data-dir=${emptyFolder('bare')}`, script]));
  }
  const startMs = percentile(agent.slice(1), 0.5);
  const bareMs = percentile(bare.slice(1), 0.5);
  record('package', { asarMB: megabytesOf(archive), startRatio: startMs / bareMs, startMs, bareMs });
});
