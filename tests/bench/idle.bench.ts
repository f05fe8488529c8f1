// Memory and processor time of all processes of an idle agent.
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ElectronApplication } from '@playwright/test';
import { test } from '../e2e/desktop.ts';
import { startElectron } from '../e2e/parts.ts';
import { readyAgent } from '../e2e/ready-agent.ts';
import { percentile, record } from './figures.ts';
import { memoryOf, processorSecondsOf } from './processes.ts';

const STARTS = 3;
const SAMPLES = 10;
/** Time before the first sample. */
const SETTLING_MS = 20_000;
const BETWEEN_MS = 2000;

interface Idle {
  megabytes: number[];
  /** of all processors together, as in Windows' Task Manager */
  percent: number[];
}

async function measure(app: ElectronApplication, into: Idle): Promise<void> {
  const pid = app.process().pid ?? 0;
  await pause(SETTLING_MS);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const [before, from] = [processorSecondsOf(pid), performance.now()];
    await pause(BETWEEN_MS);
    const seconds = (performance.now() - from) / 1000;
    into.percent.push(((processorSecondsOf(pid) - before) / seconds / cpus().length) * 100);
    into.megabytes.push(memoryOf(pid));
  }
}

/** The kernel counts in hundredths of a second, so most samples are 0: only their mean is meaningful. */
function mean(samples: number[]): number {
  return samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
}

test('idle', async () => {
  const agent: Idle = { megabytes: [], percent: [] };
  const bare: Idle = { megabytes: [], percent: [] };
  for (let start = 0; start < STARTS; start++) {
    // Restarted with a confirmed address, as at an ordinary sign-in.
    const ready = await readyAgent();
    await ready.restart();
    await measure(ready.agent.app, agent);
    await ready.close();
    const app = await startElectron(join(import.meta.dirname, 'bare-tray.cjs'));
    await measure(app, bare);
    await app.close();
  }
  const pssMB = percentile(agent.megabytes, 0.5);
  record('idle', {
    pssMB,
    pssP95: percentile(agent.megabytes, 0.95),
    ratio: pssMB / percentile(bare.megabytes, 0.5),
    cpuPercent: mean(agent.percent),
    bareMB: percentile(bare.megabytes, 0.5),
    bareCpuPercent: mean(bare.percent),
  });
});
