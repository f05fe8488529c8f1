// Detects whether out/ is up to date. Then it is not built again, which would take time and replace files that running
// programs use.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const recordFile = join(root, 'out/built.json');

const SOURCES = [
  'main',
  'preload',
  'renderer',
  'console',
  'contract',
  'resources',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.web.json',
];
/** Files that every build writes: their times show whether somebody has built by hand since. */
const OUTPUTS = {
  agent: ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'],
  console: ['out/console/index.html'],
};
export type Bundle = keyof typeof OUTPUTS;

/** By bundle: hash of its sources, and times of its outputs. */
const BuildRecord = z.record(z.string(), z.string());

function filesUnder(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesUnder(join(path, name)))
    .sort();
}

function digestOfSources(env: Record<string, string>): string {
  const hash = createHash('sha256').update(JSON.stringify(env));
  for (const file of SOURCES.flatMap(filesUnder)) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Returns null where an output is missing. */
function timesOfOutputs(bundle: Bundle): string | null {
  const outputs = OUTPUTS[bundle].map((file) => join(root, file));
  if (!outputs.every((file) => existsSync(file))) return null;
  return outputs.map((file) => statSync(file).mtimeMs).join();
}

function readBuildRecord(): z.infer<typeof BuildRecord> {
  return existsSync(recordFile) ? BuildRecord.parse(JSON.parse(readFileSync(recordFile, 'utf8'))) : {};
}

/**
 * Calls `build` unless `bundle` is up to date. Returns the result of `build`, or '' where it was not called. `build` throws
 * or ends the process when it fails.
 */
export function unlessBuilt(bundle: Bundle, env: Record<string, string>, build: () => string): string {
  const sources = digestOfSources(env);
  if (readBuildRecord()[bundle] === `${sources} ${timesOfOutputs(bundle)}`) return '';
  const output = build();
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(
    recordFile,
    JSON.stringify({ ...readBuildRecord(), [bundle]: `${sources} ${timesOfOutputs(bundle)}` }),
  );
  return output;
}
