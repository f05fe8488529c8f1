// The size of the packaged agent, and the time from its start until its tray icon appears, against a bare Electron tray.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from '../e2e/desktop.ts';
import type { NotificationArea } from '../e2e/notification-area.ts';
import { megabytesOf, PACKED_SWITCHES, packAgent } from '../e2e/packaged-agent.ts';
import { emptyFolder } from '../e2e/parts.ts';
import { percentile, record } from './figures.ts';

/** The first start of each is not counted: only it reads the files from disk. */
const STARTS = 7;

/** Returns the time from the start of the process until the icon has a tooltip, in milliseconds. */
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
  // an icon without a tooltip is not ready
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
  // as at an ordinary sign-in, its data exists already
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
