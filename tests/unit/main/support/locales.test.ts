// The texts of tray and toasts: every used key exists in both languages, and every key is used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../../../../resources/locales/main.en.json' with { type: 'json' };
import fr from '../../../../resources/locales/main.fr.json' with { type: 'json' };

const root = join(import.meta.dirname, '../../../..');
type Tree = { [name: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string' ? [[path + name, value] as const] : [...flat(value, `${path}${name}.`)],
    ),
  );
}
const english = flat(en.main);
const french = flat(fr.main);
const code = readdirSync(join(root, 'main'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'main', name), 'utf8'))
  .join('\n');

describe('texts of the main process', () => {
  it('have the same keys and placeholders in both languages', () => {
    expect([...french.keys()]).toEqual([...english.keys()]);
    const values = (text: string) => text.match(/\{\{\w+\}\}/g)?.sort() ?? [];
    for (const [key, text] of english) expect(values(french.get(key) ?? ''), key).toEqual(values(text));
  });

  it('all exist', () => {
    const sections = Object.keys(en.main).join('|');
    const asked = [...code.matchAll(new RegExp(`'((?:${sections})(?:\\.[\\w-]+)+)'`, 'g'))].map(
      ([, key]) => key,
    );
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((key = '') => !english.has(key))).toEqual([]);
  });

  it('have plural forms with the number for every count', () => {
    const forms = /\.(zero|one|two|few|many|other)$/;
    const bases = new Set(
      [...english.keys()].filter((key) => forms.test(key)).map((key) => key.replace(forms, '')),
    );
    expect(bases.size).toBeGreaterThan(0);
    for (const [base, texts] of [...bases].flatMap((base) => [
      [base, english] as const,
      [base, french] as const,
    ]))
      for (const form of ['one', 'other']) expect(texts.get(`${base}.${form}`), base).toMatch(/\{\{\w+\}\}/);
  });

  it('are all used', () => {
    const byName = /^(state|hindrance|toast\.status)\./;
    const unused = [...english.keys()].filter((key) => !byName.test(key) && !code.includes(`'${key}'`));
    expect(unused).toEqual([]);
  });

  it('use the typographic apostrophe in French', () => {
    expect([...french.values()].filter((text) => text.includes("'"))).toEqual([]);
  });
});
