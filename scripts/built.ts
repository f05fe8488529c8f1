// Whether out/ still is what the sources build to. Then nobody builds it again: that takes its time, and would take away
// what others are running from.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const note = join(root, 'out/built.json');

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
/** What a build writes last of each bundle, or first: whoever builds by hand writes it anew. */
const OUTPUTS = {
  agent: ['out/main/index.cjs', 'out/preload/index.cjs', 'out/renderer/index.html'],
  console: ['out/console/index.html'],
};
export type Bundle = keyof typeof OUTPUTS;

const Note = z.record(z.string(), z.string());

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

/** Null where one is missing. */
function timesOfOutputs(bundle: Bundle): string | null {
  const outputs = OUTPUTS[bundle].map((file) => join(root, file));
  if (!outputs.every((file) => existsSync(file))) return null;
  return outputs.map((file) => statSync(file).mtimeMs).join();
}

function readNote(): z.infer<typeof Note> {
  return existsSync(note) ? Note.parse(JSON.parse(readFileSync(note, 'utf8'))) : {};
}

/**
 * Calls `build`, which throws or ends the process when it fails, unless `bundle` is built from the files as they are.
 * Returns what `build` returned; '' where it was not called.
 */
export function unlessBuilt(bundle: Bundle, env: Record<string, string>, build: () => string): string {
  const sources = digestOfSources(env);
  if (readNote()[bundle] === `${sources} ${timesOfOutputs(bundle)}`) return '';
  const printed = build();
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(note, JSON.stringify({ ...readNote(), [bundle]: `${sources} ${timesOfOutputs(bundle)}` }));
  return printed;
}
