// Reasons for staff: kept in both languages, and written as each language is.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readReason, writeReason } from '../../../server/storage/reasons.ts';

const SERVER = join(import.meta.dirname, '../../../server');

test('a reason is read back in both languages', () => {
  const reason = { en: 'iTop asks to "wait".', fr: 'iTop demande d’«\u00a0attendre\u00a0».' };
  expect(readReason(writeReason(reason))).toEqual(reason);
});

test('what an older server wrote as plain text reads the same in both', () => {
  for (const text of ['Atera was away.', '', 'null', '{"en":"half"}', '42'])
    expect(readReason(text)).toEqual({ en: text, fr: text });
});

test('French has its apostrophe, and a space that does not break before : ; ? !', () => {
  const files = globSync('**/*.ts', { cwd: SERVER, exclude: (name) => name.startsWith('node_modules') });
  const french = files.flatMap((file) => {
    const texts = readFileSync(join(SERVER, file), 'utf8').matchAll(/\bfr: (['"`])((?:\\.|(?!\1).)*)\1/gs);
    return [...texts].map(([, , text = '']) => text.replaceAll('\\u00a0', '\u00a0'));
  });
  expect(french.length).toBeGreaterThan(70);
  expect(french.filter((text) => /'| [:;?!»]|« /.test(text.replaceAll(/\$\{[^}]*\}/g, 'x')))).toEqual([]);
});
