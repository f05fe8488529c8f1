// French typography: the apostrophe ’, and a non-breaking space before : ; ? ! and within « ».
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

type Texts = string | { [key: string]: Texts };
const Texts: z.ZodType<Texts> = z.lazy(() => z.union([z.string(), z.record(z.string(), Texts)]));

function leaves(texts: Texts): string[] {
  return typeof texts === 'string' ? [texts] : Object.values(texts).flatMap(leaves);
}

/** The texts `fr: '…'` of a source file, without interpolated values. */
function frenchIn(source: string): string[] {
  return [...source.matchAll(/\bfr: (['"`])((?:\\.|(?!\1).)*)\1/gs)].map(([, , text = '']) =>
    text.replaceAll('\\u00a0', '\u00a0').replaceAll(/\$\{[^}]*\}/g, 'x'),
  );
}

const isBadlySet = (text: string) => /'| [:;?!»]|« /.test(text);

test('in the texts of server and contract', () => {
  const files = globSync('{server,contract}/**/*.ts', {
    cwd: root,
    exclude: (name) => name.endsWith('node_modules'),
  });
  const french = files.flatMap((file) => frenchIn(read(file)));
  expect(french.length).toBeGreaterThan(150);
  expect(french.filter(isBadlySet)).toEqual([]);
});

test.each([
  'console/locales/fr.json',
  'resources/locales/main.fr.json',
  'resources/locales/renderer.fr.json',
])('in %s', (file) => {
  const french = leaves(Texts.parse(JSON.parse(read(file)))).map((text) =>
    text.replaceAll(/\{\{[^}]*\}\}/g, 'x'),
  );
  expect(french.length).toBeGreaterThan(20);
  expect(french.filter(isBadlySet)).toEqual([]);
});
