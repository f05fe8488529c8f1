// One history: agents, servers and a desk, what people send, what goes wrong, and what is there when everything is well again.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { DAY, MINUTE } from '../../contract/clock.ts';
import { Died } from './asked.ts';
import { check, isBeyondRepair, isClean, type Sent, type Shown, type Verdict } from './checker.ts';
import { digestOf } from './contents.ts';
import { openDesk } from './desk.ts';
import { DESK_FAULTS, type DeskFault, drawFaults, LINE_FAULTS, type LineFault } from './faults.ts';
import { ENROLMENT_KEY, machineOf, type Template } from './installation.ts';
import { openLine } from './line.ts';
import { holdLock } from './lock.ts';
import type { ToSend } from './person.ts';
import type { Harm, Plan } from './plan.ts';
import type { Processes } from './processes.ts';
import { openSlot, type Slot } from './slot.ts';
import { openTruth } from './truth.ts';

/** Seconds of a clock in a second of the machine. */
const SPEED = 60;
/** Once nothing goes wrong any more, so much time of the servers passes at each look for what has not arrived, in milliseconds. */
const SKIP = MINUTE;
/** Time-outs of agent and connector, in milliseconds. */
const AGENT_PATIENCE = 600;
const SERVER_PATIENCE = 400;
/** How long everything may take to arrive once nothing goes wrong any more, in milliseconds. */
const DRAIN_WITHIN = 60_000;

export interface Report {
  seed: number;
  verdict: Verdict;
  /** why it did not come to rest; null where it did */
  unsettled: string | null;
  operations: number;
  kills: number;
  /** by their name */
  faults: Record<string, number>;
  milliseconds: number;
}

export interface HistoryParts {
  processes: Processes;
  template: Template;
  folder: string;
  /** keeps the data of the history */
  isKept: boolean;
}

export async function runHistory(
  plan: Plan,
  { processes, template, folder, isKept }: HistoryParts,
): Promise<Report> {
  const beganAt = performance.now();
  const faults: Record<string, number> = {};
  const count = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  mkdirSync(folder, { recursive: true });
  const installation = await template.copy(folder, plan.servers);
  const onLine = drawFaults<LineFault>(
    { seed: plan.seed, name: 'line', part: plan.weather.line },
    LINE_FAULTS,
    (fault) => count(`line ${fault}`),
  );
  const onDesk = drawFaults<DeskFault>(
    { seed: plan.seed, name: 'desk', part: plan.weather.desk },
    DESK_FAULTS,
    (fault) => count(`desk ${fault}`),
  );
  const desk = await openDesk(() => onDesk.next());
  const addresses: (string | null)[] = installation.servers.map(() => null);
  let turn = 0;
  let pending = 0;

  const servers: Slot<'server'>[] = [];
  for (const [index, settings] of installation.servers.entries()) {
    const pace = { speed: SPEED, wrongBy: 0 };
    servers.push(
      await openSlot(processes, 'server', pace, async (process, now) => {
        void process.ended.then(() => {
          addresses[index] = null;
        });
        const deskUrl = plan.desk === 'elsewhere' ? desk.url : null;
        const { url } = await process.ask('start', {
          settings,
          pace: now,
          deskUrl,
          timeout: SERVER_PATIENCE,
          folder,
        });
        addresses[index] = url;
      }),
    );
  }
  const anyServer = () => {
    const up = addresses.filter((address) => address !== null);
    turn += 1;
    return up[turn % up.length] ?? null;
  };
  const line = await openLine({
    target: anyServer,
    next: onLine.next,
    pending: (change) => {
      pending += change;
    },
  });
  const agents: Slot<'agent'>[] = [];
  for (const index of plan.scripts.keys()) {
    const own = { folder: installation.agents[index] ?? '', machine: machineOf(index) };
    agents.push(
      await openSlot(processes, 'agent', { speed: SPEED, wrongBy: 0 }, (process, now) =>
        process.ask('start', {
          ...own,
          address: line.url,
          enrolmentKey: ENROLMENT_KEY,
          pace: now,
          timeout: AGENT_PATIENCE,
        }),
      ),
    );
  }
  const truth = openTruth({ plan, desk, installation, address: anyServer });

  const sent: Sent[] = [];
  let isOver = false;

  /** Returns once the person was told, or the history has become calm before that. */
  async function sendOne(index: number, thing: ToSend): Promise<boolean> {
    const slot = agents[index];
    for (let tries = 0; slot && tries < 2000; tries += 1) {
      const process = await slot.up();
      const told = await process.ask('send', thing).catch((failure: unknown) => {
        if (failure instanceof Died) return null;
        return { failed: String(failure) };
      });
      if (told === 'saved') return true;
      // another agent's ticket has not come here yet, or the ticket was never written
      if (told === 'gone' && isOver && tries > 200) return false;
      await pass(30);
    }
    return false;
  }

  async function runScript(index: number): Promise<void> {
    for (const { pause, ...thing } of plan.scripts[index] ?? []) {
      await pass(pause);
      const { kind, text, ticket, files } = thing;
      const isSaved = await sendOne(index, thing);
      const seen = files.map((file) => ({ name: file.name, sha256: digestOf(file) }));
      sent.push({ kind, text, ticket, by: machineOf(index), isSaved, files: seen });
    }
  }

  async function doHarm({ place, fault, at, lasts, moment }: Harm): Promise<void> {
    await pass(at);
    const slot = place.kind === 'agent' ? agents[place.index] : servers[place.index];
    if (!slot) return;
    count(`${place.kind} ${fault}`);
    const process = slot.isUp() ? await (slot as Slot<'agent'>).up() : null;
    const quietly = (asked: Promise<unknown> | undefined) => asked?.catch(() => {});
    switch (fault) {
      case 'kill':
        return slot.kill(moment, lasts);
      case 'disk-full':
        await quietly(process?.ask('fillDisk', true));
        await pass(lasts);
        return void (await quietly(process?.ask('fillDisk', false)));
      case 'locked': {
        const file =
          place.kind === 'agent'
            ? join(installation.agents[place.index] ?? '', 'guichet.sqlite')
            : installation.file;
        await quietly(process?.ask('loseLocks'));
        return file === null ? undefined : holdLock(file, lasts);
      }
      case 'clock-ahead':
      case 'clock-behind':
        await slot.run({ speed: SPEED, wrongBy: fault === 'clock-ahead' ? DAY : -DAY });
        await pass(lasts);
        return slot.run({ speed: SPEED, wrongBy: 0 });
    }
  }

  async function writeReply({ at, ticket, text }: Plan['replies'][number]): Promise<void> {
    await pass(at);
    for (let tries = 0; tries < 40; tries += 1) {
      if (await truth.reply(ticket, text)) return;
      await pass(25);
    }
  }

  const scripts = Promise.all([...plan.scripts.keys()].map(runScript));
  await Promise.all([
    ...plan.harms.map(doHarm),
    ...plan.replies.map(writeReply),
    Promise.race([scripts, pass(1500, undefined, { ref: false })]),
  ]);

  onLine.stop();
  onDesk.stop();
  isOver = true;
  for (const slot of [...agents, ...servers]) await slot.spare();
  const until = performance.now() + DRAIN_WITHIN;
  await Promise.race([scripts, pass(DRAIN_WITHIN, undefined, { ref: false })]);

  /** Returns what is still under way, or null. */
  async function underWay(): Promise<string | null> {
    if (desk.isBusy() || pending > 0) return 'the line or the desk';
    for (const slot of agents) {
      const process = await slot.up();
      const { waiting, condition } = await process.ask('state');
      if (waiting > 0 || condition !== 'ready') {
        await process.ask('renew');
        return `an agent is ${condition} with ${waiting} commands waiting`;
      }
    }
    const left = await truth.underWay();
    if (left !== null) for (const slot of servers) await (await slot.up()).ask('skip', SKIP);
    return left;
  }

  let verdict: Verdict | null = null;
  let unsettled: string | null = 'nothing was looked at';
  const names = plan.scripts.flat().flatMap(({ files }) => files.map(({ name }) => name));
  while (performance.now() < until) {
    unsettled = await underWay().catch((failure: unknown) => String(failure));
    if (unsettled === null) {
      const shown: Shown[] = [];
      for (const slot of agents) {
        const process = await slot.up();
        await process.ask('renew');
        shown.push(await process.ask('show', names));
      }
      const exists = await truth.tickets();
      const replies = plan.replies;
      verdict = check({ sent, exists, replies, shown });
      if (isClean(verdict) || isBeyondRepair(verdict)) break;
    }
    await pass(40);
  }
  verdict ??= check({ sent, exists: await truth.tickets().catch(() => []), replies: [], shown: [] });

  const kills = [...agents, ...servers].reduce((sum, slot) => sum + slot.deaths(), 0);
  for (const slot of [...agents, ...servers]) await slot.stop();
  await Promise.all([line.close(), desk.close()]);
  await installation.remove();
  const isRight = isClean(verdict) && unsettled === null;
  if (isRight && !isKept) rmSync(folder, { recursive: true, force: true });
  return {
    seed: plan.seed,
    verdict,
    unsettled,
    operations: sent.length + plan.replies.length,
    kills,
    faults,
    milliseconds: performance.now() - beganAt,
  };
}
