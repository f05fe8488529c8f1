// Every file and folder of the repository that a document names exists.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const documents = globSync('{*.md,docs/*.md,docs/adr/*.md}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
/** The top folders of the repository, without the output of builds and tests. */
const UNTRACKED = new Set(['node_modules', 'out', 'dist', 'bench', 'test-results']);
const topLevel = new Set(readdirSync(root).filter((name) => !UNTRACKED.has(name)));
const SOURCE = /\.(?:ts|tsx|mjs|cjs|json|jsonc|md|yml|html|css)$/;

/** Texts in backticks that look like a path of the repository or one of its sources. */
function pathsIn(text: string): string[] {
  const code = text.replaceAll(/^```.*?^```/gms, '');
  const quoted = [...code.matchAll(/`([^`\n]+)`/g)].map(([, quote = '']) => quote);
  return quoted.filter((quote) => {
    const [first = '', ...rest] = quote.split('/');
    if (!/^[\w@.{},*/-]+$/.test(quote) || quote.includes('NNNN') || UNTRACKED.has(first)) return false;
    return rest.length > 0
      ? topLevel.has(first) || (first !== '' && SOURCE.test(quote))
      : topLevel.has(quote);
  });
}

const isThere = (path: string) =>
  /[{*]/.test(path) ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));

test.each(documents)('%s names only existing files and folders', (document) => {
  const paths = pathsIn(readFileSync(join(root, document), 'utf8'));
  expect(paths.filter((path) => !isThere(path))).toEqual([]);
});

test.each(documents)('%s links only to existing files', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
  const files = links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => join(dirname(document), link));
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('paths are recognised in a document, and other code is not', () => {
  const text = 'See `main/index.ts`, `src/gone.ts`, `server/{intake,desk}/`, `package.json`; not `npm test`,';
  const more =
    '`/v1/sync`, `dist/x.json`, `image/png`, `x.ts`, `docs/adr/NNNN-title.md`.\n```\nmain/no.ts\n```\n';
  expect(pathsIn(`${text} ${more}`)).toEqual([
    'main/index.ts',
    'src/gone.ts',
    'server/{intake,desk}/',
    'package.json',
  ]);
});

test('every name of the glossary is in the file it refers to', () => {
  const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
  const named = [...glossary.matchAll(/`(\w+)` in `([\w./-]+)`/g)];
  expect(named.length).toBeGreaterThan(20);
  const isIn = (name: string, file: string) =>
    new RegExp(`\\b${name}\\b`).test(readFileSync(join(root, file), 'utf8'));
  expect(named.filter(([, name = '', file = '']) => !isIn(name, file)).map(([text]) => text)).toEqual([]);
});
