// tests/unit mirrors the source: a test is in the folder of what it tests, and has its name.
import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
/** Folders of tests whose subject is not a program. */
const SUBJECTS: Readonly<Record<string, string>> = {
  bench: 'tests/bench',
  chaos: 'tests/chaos',
  load: 'tests/load',
};

/** The source folder of a test, by its path in tests/unit. */
function sourceFolder(test: string): string {
  const folder = dirname(test);
  return SUBJECTS[folder] ?? folder;
}

/** Whether the test is named after a file of its folder, after the folder itself, or after its locales. */
function hasSubject(test: string): boolean {
  const folder = sourceFolder(test);
  const name = basename(test).split('.')[0] ?? '';
  if (name === basename(folder) || name === 'locales') return existsSync(join(root, folder));
  return ['ts', 'tsx', 'cjs', 'mjs'].some((ending) => existsSync(join(root, folder, `${name}.${ending}`)));
}

describe('tests/unit', () => {
  const tests = globSync('**/*.test.{ts,tsx}', { cwd: join(root, 'tests/unit') })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('house/'));

  it('has more than 100 tests', () => expect(tests.length).toBeGreaterThan(100));
  it('names each after its subject', () => expect(tests.filter((path) => !hasSubject(path))).toEqual([]));
  it.each(['main/nowhere/tray.test.ts', 'main/desktop/nothing.test.ts'])('would not accept %s', (path) => {
    expect(hasSubject(path)).toBe(false);
  });
});
