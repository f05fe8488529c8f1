// The ways drawn in docs/architecture.md match the code, and stay short.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { projectImports } from './imports.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const imports = projectImports();

/** What two processes or rooms agree on: a table, a schema, or the type of a notice. */
const CONTRACT = /^(contract\/(?!(primitives|constants|errors|result)\.ts)|main\/ipc\/send-notice\.ts$)/;

function wayUnder(heading: string) {
  const section = page.split(`## ${heading}\n`)[1] ?? '';
  const diagram = /```mermaid\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
  const named = [...diagram.matchAll(/participant (\w+) as (\S+)/g)].map(
    ([, name = '', file = '']) => [name, file] as const,
  );
  const files = new Map(named);
  const arrows = [...diagram.matchAll(/^ *(\w+)->>(\w+): (.*)$/gm)].map(
    ([, from = '', to = '', label = '']) => [files.get(from) ?? from, files.get(to) ?? to, label] as const,
  );
  return { files: [...files.values()], arrows };
}

/** The HTTP table is composed of a part for each consumer: importing the table imports its parts. */
function importsOf(file: string): readonly string[] {
  const direct = imports.get(file) ?? [];
  return direct.includes('contract/api.ts') ? [...direct, ...(imports.get('contract/api.ts') ?? [])] : direct;
}

/** Whether the two ends of an arrow know each other, as the page says. */
function areNeighbours(from: string, to: string, label: string): boolean {
  const [before, after] = [importsOf(from), importsOf(to)];
  if (before.includes(to) || after.includes(from)) return true;
  if (before.some((file) => CONTRACT.test(file) && after.includes(file))) return true;
  const touches = (file: string, end: string) =>
    importsOf(file).includes(end) || importsOf(end).includes(file);
  const through = /\(through (\S+)\)$/.exec(label)?.[1];
  if (through && touches(through, from) && touches(through, to)) return true;
  const table = /\(table (\w+)\)$/.exec(label)?.[1];
  const names = (file: string) => readFileSync(join(root, file), 'utf8').includes(`'${table}'`);
  return table !== undefined && names(from) && names(to);
}

describe.each([
  ['The path of a screenshot', 32],
  ['The path of the command', 32],
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
    expect(new Set([...arrows.map(([from]) => from), ...arrows.map(([, to]) => to)])).toEqual(new Set(files));
  });
  it('has no return', () => {
    const place = (file: string) => files.indexOf(file);
    expect(arrows.filter(([from, to]) => place(to) <= place(from))).toEqual([]);
  });
  test.each(arrows)('%s and %s know each other (%s)', (from, to, label) =>
    expect(areNeighbours(from, to, label)).toBe(true),
  );
});

test('two files that the composition passes to each other know each other only where the diagram names it', () => {
  expect(areNeighbours('server/delivery/lane.ts', 'server/delivery/deliver.ts', 'try it')).toBe(false);
});

test('two files that only use the same database do not know each other', () => {
  expect(areNeighbours('server/tickets/record.ts', 'server/staff/audit.ts', 'a row')).toBe(false);
});
