// The servers of a simulation: processes of this repository, and what they take of the machine.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Refused } from '../../server/program.ts';
import { memoryOf, processorSecondsOf } from '../bench/processes.ts';

const ENTRY = join(import.meta.dirname, '../../server/index.ts');

export interface SimulatedServer {
  url: string;
  /** so far */
  processorSeconds(): number;
  memoryMB(): number;
  stop(): Promise<void>;
  /** Ends it as a power failure would. */
  kill(): Promise<void>;
}

/** Resolves once the server has printed its address. Throws Refused when it ends before; what it says is on the terminal. */
export async function startSimulatedServer(settings: Record<string, string>): Promise<SimulatedServer> {
  const child = spawn(process.execPath, ['--max-semi-space-size=16', ENTRY], {
    // what fails is counted by the clients
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // a server must not outlive the simulation
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const url = await addressOf(child);
  const pid = child.pid ?? 0;
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
  return {
    url,
    processorSeconds: () => processorSecondsOf(pid),
    memoryMB: () => memoryOf(pid),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('the server has no output');
  for await (const line of createInterface({ input: stdout })) {
    const [, url] = /^server: (\S+)$/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Refused('A server has ended before it listened.');
}
