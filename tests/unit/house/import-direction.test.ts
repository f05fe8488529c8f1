import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

const AGAINST = [
  ['contract/a.ts', 'electron'],
  ['contract/b.ts', '../server/app.ts'],
  ['renderer/capture/a.tsx', '../../main/index.ts'],
  ['renderer/capture/b.tsx', 'electron'],
  ['preload/a.ts', '../main/index.ts'],
  ['console/devices/a.tsx', '../../server/app.ts'],
  ['server/routes/a.ts', '../../main/index.ts'],
  ['server/connectors/a.ts', '../routes/sync.ts'],
  ['main/a.ts', '../server/app.ts'],
  ['main/sync/a.ts', '../../server/app.ts'],
] as const;

const ALONG = [
  ['contract/c.ts', './primitives.ts'],
  ['renderer/capture/c.tsx', '../../contract/ipc.ts'],
  ['server/routes/b.ts', '../../contract/sync.ts'],
  ['main/b.ts', './tray.ts'],
  ['main/sync/c.ts', '../outbox/outbox-store.ts'],
] as const;

/** Lints files with one import each under the project's rules. Returns the refused paths. */
function refused(imports: readonly (readonly [path: string, specifier: string])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-imports-'));
  const rules = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));
  for (const [path, specifier] of imports) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `import { x } from '${specifier}';\nx();\n`);
  }
  const options = ['lint', '--only=style/noRestrictedImports', '--reporter=github', '--max-diagnostics=none'];
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/biome'), options, {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  return stdout;
}

describe('an import against the direction of the architecture is refused', () => {
  const refusedPaths = refused(AGAINST);
  test.each(AGAINST)('%s from %s', (path) => expect(refusedPaths).toContain(path));
});

describe('an import in its direction is allowed', () => {
  const refusedPaths = refused(ALONG);
  test.each(ALONG)('%s from %s', (path) => expect(refusedPaths).not.toContain(path));
});
