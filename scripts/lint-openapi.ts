// Lints the description of the API with Redocly's recommended rules. A warning fails, like an error.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { describeApi } from '../server/http/describe-api.ts';

const cli = join(import.meta.dirname, '../node_modules/@redocly/cli/bin/cli.js');
/** Disables telemetry and the check for a newer version. */
const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

const Report = z.object({
  totals: z.object({ errors: z.int(), warnings: z.int() }),
  problems: z.array(
    z.object({
      ruleId: z.string(),
      severity: z.string(),
      message: z.string(),
      location: z.array(z.object({ pointer: z.string().optional() })),
    }),
  ),
});

function lint(file: string): z.infer<typeof Report> {
  const args = ['lint', file, '--extends=recommended', '--format=json', '--max-problems=1000'];
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (stdout === '') throw new Error(stderr);
  return Report.parse(JSON.parse(stdout));
}

const folder = mkdtempSync(join(tmpdir(), 'guichet-openapi-'));
try {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(describeApi()));
  const { totals, problems } = lint(file);
  for (const { severity, ruleId, message, location } of problems)
    console.log(`${severity} ${ruleId} at ${location[0]?.pointer ?? '#'}: ${message}`);
  console.log(`Description of the API: ${totals.errors} errors, ${totals.warnings} warnings`);
  process.exitCode = totals.errors + totals.warnings === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
