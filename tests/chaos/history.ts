// One history: what people send, what goes wrong, and what is there when everything is well again.
import { setTimeout as pass } from 'node:timers/promises';
import { MINUTE } from '../../contract/clock.ts';
import { check, isBeyondRepair, isClean, type Sent, type Shown, type Verdict } from './checker.ts';
import { doHarm } from './harm.ts';
import type { Plan } from './plan.ts';
import { runScript, writeReply } from './script.ts';
import { openStage, type Stage, type StageParts } from './stage.ts';

/** Once nothing goes wrong any more, so much time of the servers passes at each look for what has not arrived, in milliseconds. */
const SKIP = MINUTE;
/** How long people may still write after the faults, and how long everything may take to arrive after that, in milliseconds. */
const WRITES_FOR = 1500;
const DRAIN_WITHIN = 60_000;

export interface Report {
  seed: number;
  verdict: Verdict;
  /** why it did not come to rest; null where it did */
  unsettled: string | null;
  operations: number;
  kills: number;
  /** by their name */
  faults: Readonly<Record<string, number>>;
}

/** `isKept` keeps the data, as those of a history that went wrong are. */
export async function runHistory(plan: Plan, parts: StageParts & { isKept: boolean }): Promise<Report> {
  const stage = await openStage(plan, parts);
  const sent: Sent[] = [];
  let isCalm = false;
  const person = { sent, isCalm: () => isCalm };
  const scripts = Promise.all([...plan.scripts.keys()].map((index) => runScript(plan, index, stage, person)));
  await Promise.all([
    ...plan.harms.map((harm) => doHarm(stage, harm)),
    ...plan.replies.map((reply) => writeReply(reply, stage)),
    Promise.race([scripts, pass(WRITES_FOR, undefined, { ref: false })]),
  ]);
  await stage.calm();
  isCalm = true;
  const until = performance.now() + DRAIN_WITHIN;
  await Promise.race([scripts, pass(DRAIN_WITHIN, undefined, { ref: false })]);
  const { verdict, unsettled } = await drain(plan, stage, sent, until);
  const kills = [...stage.agents, ...stage.servers].reduce((sum, slot) => sum + slot.deaths(), 0);
  await stage.close(parts.isKept || unsettled !== null || !isClean(verdict));
  const operations = sent.length + plan.replies.length;
  return { seed: plan.seed, verdict, unsettled, operations, kills, faults: stage.faults };
}

/** Waits until everything has arrived, or something is wrong that waiting does not mend, at most until that moment. */
async function drain(
  plan: Plan,
  stage: Stage,
  sent: readonly Sent[],
  until: number,
): Promise<Pick<Report, 'verdict' | 'unsettled'>> {
  const { truth } = stage;
  const { replies } = plan;
  for (;;) {
    const unsettled = await underWay(stage).catch(String);
    const shown = unsettled === null ? await showAll(plan, stage) : [];
    const verdict = check({ sent, exists: await truth.tickets().catch(() => []), replies, shown });
    const isDone = unsettled === null && (isClean(verdict) || isBeyondRepair(verdict));
    if (isDone || performance.now() > until) return { verdict, unsettled };
    await pass(40);
  }
}

/** Returns what is still on its way, or null, and lets time pass for it. */
async function underWay(stage: Stage): Promise<string | null> {
  if (stage.isBusy()) return 'the line or the desk is at work';
  for (const slot of stage.agents) {
    const process = await slot.up();
    const { waiting, condition } = await process.ask('state');
    if (waiting === 0 && condition === 'ready') continue;
    await process.ask('renew');
    return `an agent is ${condition} with ${waiting} commands waiting`;
  }
  const left = await stage.truth.underWay();
  if (left !== null) for (const slot of stage.servers) await (await slot.up()).ask('skip', SKIP);
  return left;
}

async function showAll({ scripts }: Plan, { agents }: Stage): Promise<Shown[]> {
  const names = scripts.flat().flatMap(({ files }) => files.map(({ name }) => name));
  const shown: Shown[] = [];
  for (const slot of agents) {
    const process = await slot.up();
    await process.ask('renew');
    shown.push(await process.ask('show', names));
  }
  return shown;
}
