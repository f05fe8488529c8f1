// A log that is recorded for the test and not printed.
import { pino } from 'pino';

export function createSilentLog() {
  const lines: string[] = [];
  return Object.assign(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }), {
    lines,
  });
}
