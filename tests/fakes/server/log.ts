// The server's own log, recorded for the test and not printed.
import { createLog } from '../../../server/log.ts';

export function createSilentLog() {
  const lines: string[] = [];
  return Object.assign(createLog('info', { write: (line: string) => void lines.push(line) }), { lines });
}
