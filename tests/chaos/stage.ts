// What a history plays on: a desk, servers, a line to them and agents, on data of their own.
import { mkdirSync, rmSync } from 'node:fs';
import { type ChaosDesk, openDesk } from './desk.ts';
import {
  DESK_FAULTS,
  type DeskFault,
  drawFaults,
  type FaultDraw,
  LINE_FAULTS,
  type LineFault,
} from './faults.ts';
import { ENROLMENT_KEY, type Installation, machineOf, type Template } from './installation.ts';
import { type Line, openLine } from './line.ts';
import type { Plan } from './plan.ts';
import type { Processes } from './processes.ts';
import { openSlot, type Slot } from './slot.ts';
import { openTruth, type Truth } from './truth.ts';

/** Seconds of a clock in a second of the machine. */
export const SPEED = 60;
/** Time-outs of agent and connector, in milliseconds. */
const AGENT_PATIENCE = 600;
const SERVER_PATIENCE = 400;

export interface Stage {
  installation: Installation;
  agents: readonly Slot<'agent'>[];
  servers: readonly Slot<'server'>[];
  truth: Truth;
  /** Counts a fault by its name. */
  count(name: string): void;
  /** faults so far */
  faults: Readonly<Record<string, number>>;
  /** From now on nothing goes wrong. */
  calm(): Promise<void>;
  /** Whether something that was held back has not arrived yet. */
  isBusy(): boolean;
  /** `isKept`: the data stay. */
  close(isKept: boolean): Promise<void>;
}

export interface StageParts {
  processes: Processes;
  template: Template;
  folder: string;
}

export async function openStage(plan: Plan, parts: StageParts): Promise<Stage> {
  const { processes, template, folder } = parts;
  const faults: Record<string, number> = {};
  const count = (name: string) => {
    faults[name] = (faults[name] ?? 0) + 1;
  };
  mkdirSync(folder, { recursive: true });
  const installation = await template.copy(folder, plan.servers);
  const onDesk = drawFaults<DeskFault>(
    { seed: plan.seed, name: 'desk', part: plan.weather.desk },
    DESK_FAULTS,
    (fault) => count(`desk ${fault}`),
  );
  const desk = await openDesk(() => onDesk.next());
  const { servers, address } = await openServers(plan, parts, installation, desk);
  const onLine = drawFaults<LineFault>(
    { seed: plan.seed, name: 'line', part: plan.weather.line },
    LINE_FAULTS,
    (fault) => count(`line ${fault}`),
  );
  let pending = 0;
  const line = await openLine({
    target: address,
    next: onLine.next,
    pending(change) {
      pending += change;
    },
  });
  const agents = await openAgents(plan, processes, installation, line);
  const all = [...agents, ...servers];
  return {
    installation,
    agents,
    servers,
    truth: openTruth({ plan, desk, installation, address }),
    count,
    faults,
    async calm() {
      for (const draw of [onLine, onDesk] as FaultDraw<unknown>[]) draw.stop();
      for (const slot of all) await slot.spare();
    },
    isBusy: () => desk.isBusy() || pending > 0,
    async close(isKept) {
      for (const slot of all) await slot.stop();
      await Promise.all([line.close(), desk.close()]);
      await installation.remove();
      if (!isKept) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `address` is that of a server that is up, of each in turn; null while none is. */
async function openServers(
  plan: Plan,
  { processes, folder }: StageParts,
  installation: Installation,
  desk: ChaosDesk,
): Promise<{ servers: Slot<'server'>[]; address(): string | null }> {
  const addresses: (string | null)[] = installation.servers.map(() => null);
  const deskUrl = plan.desk === 'elsewhere' ? desk.url : null;
  const servers: Slot<'server'>[] = [];
  let turn = 0;
  for (const [index, settings] of installation.servers.entries()) {
    const slot = await openSlot(processes, 'server', { speed: SPEED, wrongBy: 0 }, async (process, pace) => {
      void process.ended.then(() => {
        addresses[index] = null;
      });
      const how = { settings, pace, deskUrl, timeout: SERVER_PATIENCE, folder };
      addresses[index] = (await process.ask('start', how)).url;
    });
    servers.push(slot);
  }
  return {
    servers,
    address() {
      const up = addresses.filter((address) => address !== null);
      turn += 1;
      return up[turn % up.length] ?? null;
    },
  };
}

async function openAgents(
  plan: Plan,
  processes: Processes,
  installation: Installation,
  { url }: Line,
): Promise<Slot<'agent'>[]> {
  const agents: Slot<'agent'>[] = [];
  for (const index of plan.scripts.keys()) {
    const own = { folder: installation.agents[index] ?? '', machine: machineOf(index), address: url };
    const slot = await openSlot(processes, 'agent', { speed: SPEED, wrongBy: 0 }, (process, pace) =>
      process.ask('start', { ...own, enrolmentKey: ENROLMENT_KEY, pace, timeout: AGENT_PATIENCE }),
    );
    agents.push(slot);
  }
  return agents;
}
