// A kind of backend lives in its own folders and in one line of each table; docs/add-a-connector.md says where.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BackendKind } from '../../../contract/backends.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/add-a-connector.md'), 'utf8');
const kinds = BackendKind.options.filter((kind) => kind !== 'built-in');

/** Paths from the root of the repository; `<kind>` stands for each kind there is. */
const named = [...page.matchAll(/`([a-z]+\/[\w./<>-]+)`/g)].map(([, path = '']) => path);
const paths = new Set(named.flatMap((path) => kinds.map((kind) => path.replaceAll('<kind>', kind))));

describe('the page on adding a connector', () => {
  it('names enough to be worth a test', () => expect(paths.size).toBeGreaterThan(20));

  it.each([...paths])('names %s, which is there', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});

const sources = globSync('{contract,server,console}/**/*.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('node_modules'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Of the files that a source imports, from the root of the repository. */
function importsOf({ file, text }: (typeof sources)[number]): string[] {
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, path = '']) =>
    posix.join(posix.dirname(file), path),
  );
}

describe.each(kinds)('the kind %s', (kind) => {
  const own = new RegExp(`^(server/connectors|console/backends)/${kind}/|^contract/${kind}-settings\\.ts$`);
  const others = sources.filter(({ file }) => !own.test(file));

  it('is named by no other file', () => {
    expect(others.filter(({ text }) => text.includes(`'${kind}'`)).map(({ file }) => file)).toEqual(
      // what a new backend is before another kind is chosen
      kind === 'itop' ? ['console/backends/kinds.ts'] : [],
    );
  });

  it('is imported by the three tables alone', () => {
    const importing = others.filter((source) => importsOf(source).some((path) => own.test(path)));
    expect(importing.map(({ file }) => file).sort()).toEqual([
      'console/backends/kinds.ts',
      'contract/backend-kinds.ts',
      'server/backends/kinds.ts',
    ]);
  });
});
