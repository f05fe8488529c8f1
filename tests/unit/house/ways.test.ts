// The two paths drawn in docs/architecture.md match the code, and stay short.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { projectImports } from './imports.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const imports = projectImports();

/** Files that nearly every file imports, which prove nothing about two neighbours. */
const COMMON =
  /^(contract\/(primitives|constants|errors|result)\.ts|main\/support\/|server\/(clock|chance)\.ts)/;

function wayUnder(heading: string) {
  const section = page.split(`## ${heading}\n`)[1] ?? '';
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const named = [...diagram.matchAll(/participant (\w+) as (\S+)/g)].map(
    ([, name = '', file = '']) => [name, file] as const,
  );
  const files = new Map(named);
  const arrows = [...diagram.matchAll(/^ *(\w+)->>(\w+):/gm)].map(
    ([, from = '', to = '']) => [files.get(from) ?? from, files.get(to) ?? to] as const,
  );
  return { files: [...files.values()], arrows };
}

/** The HTTP table is composed of a part for each consumer: importing the table imports its parts. */
function importsOf(file: string): readonly string[] {
  const direct = imports.get(file) ?? [];
  return direct.includes('contract/api.ts') ? [...direct, ...(imports.get('contract/api.ts') ?? [])] : direct;
}

/** Whether one imports the other, or both import the same contract: a table, or the type of the data passed. */
function areNeighbours(from: string, to: string): boolean {
  if (importsOf(from).includes(to) || importsOf(to).includes(from)) return true;
  return importsOf(from).some((file) => !COMMON.test(file) && importsOf(to).includes(file));
}

describe.each([
  ['The path of a screenshot', 32],
  ['The path of a comment back', 28],
])('%s', (heading, longest) => {
  const { files, arrows } = wayUnder(heading);

  it(`crosses at most ${longest} files, each once`, () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.length).toBeLessThanOrEqual(longest);
    expect(new Set(files).size).toBe(files.length);
  });
  test.each(files)('%s exists', (file) => expect(existsSync(join(root, file))).toBe(true));
  it('declares both ends of every arrow, and every file has an arrow', () => {
    expect(new Set(arrows.flat())).toEqual(new Set(files));
  });
  it('has no return', () => {
    const place = (file: string) => files.indexOf(file);
    expect(arrows.filter(([from, to]) => place(to) <= place(from)).map((arrow) => arrow.join(' > '))).toEqual(
      [],
    );
  });
  test.each(arrows)('%s imports %s or shares a contract with it', (from, to) =>
    expect(areNeighbours(from, to)).toBe(true),
  );
});
