// The agent's log: electron-log with five files in rotation. Nothing secret and nothing a user wrote goes in.
import { join } from 'node:path';
import electronLog from 'electron-log/main';
import { rotate } from './rotate.ts';

const FILE_BYTES = 1024 * 1024;

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, bug?: unknown): void;
}

/**
 * Writes `main.log` in `folder`, with `main.1.log` (the last before it) to `main.4.log`. From now on a bug that nobody
 * catches is written down and the agent goes on: the counter stays open.
 */
export function openLog(folder: string): Log {
  const log = electronLog.create({ logId: 'main' });
  const { file, console: terminal } = log.transports;
  file.resolvePathFn = () => join(folder, 'main.log');
  file.maxSize = FILE_BYTES;
  file.archiveLogFn = (full) => rotate(full.path);
  terminal.level = 'warn';
  // A terminal that has gone takes nothing: its failure, itself a bug that nobody caught, would be told there for ever.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', () => {
      terminal.level = false;
    });
  }
  process.on('uncaughtException', (bug) => log.error('uncaught', bug));
  process.on('unhandledRejection', (bug) => log.error('unhandled', bug));
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message, bug) => log.error(message, bug ?? ''),
  };
}
