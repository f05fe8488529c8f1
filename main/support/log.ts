// The agent's log: electron-log with five rotating files. It contains no secrets and nothing a user wrote.
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
 * Writes `main.log` in `folder`, with `main.1.log` (the one before) to `main.4.log`. From now on uncaught exceptions
 * are logged and the agent keeps running.
 */
export function openLog(folder: string): Log {
  const log = electronLog.create({ logId: 'main' });
  const { file, console: terminal } = log.transports;
  file.resolvePathFn = () => join(folder, 'main.log');
  file.maxSize = FILE_BYTES;
  file.archiveLogFn = (full) => rotate(full.path);
  terminal.level = 'warn';
  // A closed terminal fails every write; logging that failure to the terminal again would never end.
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
