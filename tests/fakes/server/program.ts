// Runs a program beside the test and records its output.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from './until.ts';

export interface Program {
  readonly output: { out: string; err: string };
  /** Waits until the output matches the pattern. Returns the first group of the match. */
  printed(pattern: RegExp): Promise<string>;
  stop(signal: NodeJS.Signals): void;
  /** Waits for its end. Returns the exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals | null>;
}

export function runNode(script: string, args: string[], environment: Record<string, string> = {}): Program {
  return runCommand([process.execPath, script, ...args], environment);
}

/** As runNode, bound by the modes of files, as root is not. */
export function runNodeBound(script: string, args: string[], environment: Record<string, string>): Program {
  const bound = ['setpriv', '--bounding-set=-dac_override,-dac_read_search'];
  return runCommand(
    [...(process.getuid?.() === 0 ? bound : []), process.execPath, script, ...args],
    environment,
  );
}

function runCommand([command = '', ...args]: string[], environment: Record<string, string>): Program {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child: ChildProcess = spawn(command, args, {
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.err += chunk.toString();
  });
  const closed = once(child, 'close');
  return {
    output,
    printed: async (pattern) => (await until(() => pattern.exec(output.out), `prints ${pattern}`))[1] ?? '',
    stop: (signal) => void child.kill(signal),
    async ended() {
      const [code, signal] = await closed;
      return code ?? signal;
    },
  };
}
