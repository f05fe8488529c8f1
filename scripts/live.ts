// `npm run test:live`: runs the connectors' contract suite against real systems, configured by environment variables
// (docs/backends.md).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  type LiveEnvironment,
  readAtera,
  readFaults,
  readItop,
  readMail,
  readRt,
} from '../tests/live/environment.ts';

/** Configured where both are. */
function bothOf(one: LiveEnvironment<unknown>, other: LiveEnvironment<unknown>): LiveEnvironment<unknown> {
  const missing = [one, other].flatMap((each) => (each.isConfigured ? [] : each.missing));
  return missing.length > 0 ? { isConfigured: false, missing } : one;
}

const systems = [
  { name: 'iTop', file: 'tests/live/itop.live.ts', environment: readItop() },
  {
    name: 'iTop that fails',
    file: 'tests/live/itop-faults.live.ts',
    environment: bothOf(readItop(), readFaults()),
  },
  { name: 'Atera', file: 'tests/live/atera.live.ts', environment: readAtera() },
  { name: 'Mail', file: 'tests/live/mail.live.ts', environment: readMail() },
  { name: 'RT', file: 'tests/live/rt.live.ts', environment: readRt() },
];

const files = systems.flatMap(({ environment, file }) => (environment.isConfigured ? [file] : []));
let status = 1;
if (files.length > 0) {
  const args = ['run', '--config', 'tests/live/vitest.config.ts', '--reporter=verbose', ...files];
  const run = spawnSync('vitest', args, {
    cwd: join(import.meta.dirname, '..'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  status = run.status ?? 1;
}

for (const { name, environment } of systems)
  if (!environment.isConfigured) console.log(`${name}: not run. Missing: ${environment.missing.join(', ')}.`);
if (files.length === 0) console.log('Nothing was run: configure a system as docs/backends.md describes.');
process.exit(status);
