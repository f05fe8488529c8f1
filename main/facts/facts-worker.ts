// The worker thread that collects facts: parts of systeminformation wait for other programs.
import { parentPort } from 'node:worker_threads';
import si from 'systeminformation';
import { freeOf, networkText, runningFor, systemName } from './fact-texts.ts';
import type { MachineFact, MachineFactName } from './machine-facts.ts';

const QUESTIONS: Record<MachineFactName, () => Promise<string | null>> = {
  uptime: async () => runningFor(si.time().uptime),
  async memory() {
    const { available, total } = await si.mem();
    return freeOf(available, total);
  },
  system: async () => systemName(await si.osInfo()),
  async disk() {
    const volumes = await si.fsSize();
    const systems = volumes.find(({ mount }) => mount === systemVolume());
    return systems ? freeOf(systems.available, systems.size) : null;
  },
  network: async () => networkText([await si.networkInterfaces()].flat()),
};

/** The system volume: a full one causes trouble first. */
function systemVolume(): string {
  return process.platform === 'win32' ? (process.env.SystemDrive ?? 'C:') : '/';
}

async function answer(name: MachineFactName): Promise<void> {
  const value = await QUESTIONS[name]().catch(() => null);
  parentPort?.postMessage({ name, value } satisfies MachineFact);
}

/** Fast facts first: the network fact waits for other programs. */
async function answerAll(): Promise<void> {
  for (const name of ['uptime', 'memory', 'system', 'disk', 'network'] as const) await answer(name);
}

void answerAll();
