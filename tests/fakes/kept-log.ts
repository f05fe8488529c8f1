// A log that keeps what is said to it.
import type { Log } from '../../main/support/log.ts';

export interface KeptLog extends Log {
  lines: string[];
}

export function keptLog(): KeptLog {
  const lines: string[] = [];
  return {
    lines,
    info: (message) => void lines.push(message),
    warn: (message) => void lines.push(message),
    error: (message) => void lines.push(message),
  };
}
