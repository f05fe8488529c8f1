// A log that tests can read and nobody else sees.
import { pino } from 'pino';

export function createSilentLog() {
  const lines: string[] = [];
  return Object.assign(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }), {
    lines,
  });
}
