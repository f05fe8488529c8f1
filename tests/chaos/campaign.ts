// A campaign: histories one after the other, some at a time, each from a seed of its own.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../fakes/postgres/start-postgres.ts';
import type { BugName } from './bugs.ts';
import { isClean } from './checker.ts';
import { seedOf } from './dice.ts';
import { type Report, runHistory } from './history.ts';
import { makeTemplate } from './installation.ts';
import { makePlan } from './plan.ts';
import { createProcesses } from './processes.ts';

export interface CampaignOptions {
  runs: number;
  seed: number;
  db: 'sqlite' | 'postgres';
  servers: number;
  /** ends after so many minutes, whatever `runs` says */
  minutes: number;
  /** histories at a time */
  parallel: number;
  bug: BugName | null;
  /** the first failure ends the campaign */
  untilFailure: boolean;
  keep: boolean;
  /** folder in which data that is kept stays: temporary files may be in memory, and end with this program */
  keepIn: string;
}

export interface Totals {
  runs: number;
  seed: number;
  db: string;
  servers: number;
  seconds: number;
  operations: number;
  kills: number;
  faults: number;
  lost: number;
  duplicated: number;
  reordered: number;
  altered: number;
  unreadable: number;
  unsettled: number;
  failed: number[];
}

/** The seed of a history: of the first one the campaign's own, so that it replays alone. */
const seedOfRun = (seed: number, run: number) => (run === 0 ? seed : seedOf(seed, `run ${run}`));

/** `onFailure` is told of each history that ended badly. */
export async function runCampaign(
  options: CampaignOptions,
  onFailure: (report: Report) => void,
): Promise<Totals & { byFault: Record<string, number> }> {
  // each process would compile the code anew
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/node-compile');
  const folder = mkdtempSync(join(tmpdir(), 'guichet-chaos-'));
  const postgres = options.db === 'postgres' ? await startPostgres(['max_connections=300']) : null;
  const processes = createProcesses({ agent: 2, server: 1 }, options.bug);
  const beganAt = performance.now();
  const endsAt = beganAt + options.minutes * 60_000;
  const sum = {
    operations: 0,
    kills: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    altered: 0,
    unreadable: 0,
    unsettled: 0,
  };
  const byFault: Record<string, number> = {};
  const failed: number[] = [];
  let [begun, ended] = [0, 0];
  try {
    const template = await makeTemplate(processes, join(folder, 'template'), postgres?.url ?? null);
    const isOver = () =>
      begun >= options.runs || performance.now() > endsAt || (options.untilFailure && failed.length > 0);
    const runSome = async () => {
      while (!isOver()) {
        const run = begun++;
        const seed = seedOfRun(options.seed, run);
        const plan = makePlan(seed, { servers: options.servers, onPostgres: postgres !== null });
        const own = join(folder, `history-${run}`);
        const report = await runHistory(plan, { processes, template, folder: own, isKept: options.keep });
        ended += 1;
        sum.operations += report.operations;
        sum.kills += report.kills;
        for (const [name, times] of Object.entries(report.faults))
          byFault[name] = (byFault[name] ?? 0) + times;
        for (const name of ['lost', 'duplicated', 'reordered', 'altered', 'unreadable'] as const)
          sum[name] += report.verdict[name].length;
        sum.unsettled += report.unsettled === null ? 0 : 1;
        if (isClean(report.verdict) && report.unsettled === null) continue;
        failed.push(seed);
        onFailure(report);
      }
    };
    await Promise.all(Array.from({ length: options.parallel }, runSome));
  } finally {
    await processes.close();
    await postgres?.stop();
    if (options.keep || failed.length > 0) {
      const kept = mkdtempSync(join(options.keepIn, 'guichet-histories-'));
      cpSync(folder, kept, { recursive: true });
      console.error(`The data of the histories is in ${kept}`);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const { seed, db, servers } = options;
  const faults = Object.values(byFault).reduce((total, times) => total + times, 0);
  const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
  return { runs: ended, seed, db, servers, seconds, faults, ...sum, failed, byFault };
}
