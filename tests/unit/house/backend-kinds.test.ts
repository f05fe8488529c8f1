// A kind of backend has its own folders and one line in each table, as docs/add-a-connector.md says.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BackendKind } from '../../../contract/backends.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/add-a-connector.md'), 'utf8');
const kinds = BackendKind.options.filter((kind) => kind !== 'built-in');

/** Paths from the root of the repository; `<kind>` stands for each existing kind. */
const named = [...page.matchAll(/`([a-z]+\/[\w./<>-]+)`/g)].map(([, path = '']) => path);
const paths = new Set(named.flatMap((path) => kinds.map((kind) => path.replaceAll('<kind>', kind))));

describe('the page on adding a connector', () => {
  it('names more than 20 paths', () => expect(paths.size).toBeGreaterThan(20));

  it.each([...paths])('names %s, which exists', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });
});

const sources = globSync('{contract,server,console}/**/*.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('node_modules'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Paths, from the root of the repository, of the files that a source imports. */
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
      // the default kind of a new backend
      kind === 'itop' ? ['console/backends/kinds.ts'] : [],
    );
  });

  it('is imported only by the three tables', () => {
    const importing = others.filter((source) => importsOf(source).some((path) => own.test(path)));
    expect(importing.map(({ file }) => file).sort()).toEqual([
      'console/backends/kinds.ts',
      'contract/backend-kinds.ts',
      'server/backends/kinds.ts',
    ]);
  });
});
