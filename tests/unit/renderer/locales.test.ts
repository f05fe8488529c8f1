// The windows' texts: every string asked for is there in both languages, and every string there is asked for.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../../../resources/locales/renderer.en.json' with { type: 'json' };
import fr from '../../../resources/locales/renderer.fr.json' with { type: 'json' };

type Texts = { [key: string]: string | Texts };

function flat(texts: Texts, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value]] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

const folder = join(import.meta.dirname, '../../../renderer');
const source = globSync('**/*.{ts,tsx}', { cwd: folder })
  .map((file) => readFileSync(join(folder, file), 'utf8'))
  .join('\n');
const english = flat(en);
const french = flat(fr);

/** Keys as they stand in the source: between quotes, or a template whose `${…}` stands for one word. */
const literals = new Set([...source.matchAll(/'([a-z]\w*(?:\.\w+)+)'/gi)].map(([, key]) => key));
const templates = [...source.matchAll(/\bt\(`([^`]+)`/g)].map(
  ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '\\w+')}$`),
);
const asked = [...source.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key);

/** A text with plural forms is asked for by its key without the form. */
const FORM = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(FORM, '');
const basesOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(baseOf))];
const formsOf = (texts: Map<string, string>) =>
  Map.groupBy(
    [...texts.keys()].filter((key) => FORM.test(key)),
    baseOf,
  );
/** The forms a language tells numbers apart by, such as one, many and other. */
const formsIn = (language: string) =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();

const figures = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the windows', () => {
  test('a window asks for no string that is missing', () => {
    const keys = basesOf(english);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
    expect(templates.filter((template) => !keys.some((key) => template.test(key)))).toEqual([]);
  });

  test('no string is left that no window asks for', () => {
    const used = (key: string) => literals.has(key) || templates.some((template) => template.test(key));
    expect(basesOf(english).filter((key) => !used(key))).toEqual([]);
  });

  test('French says all that English says, with the same figures', () => {
    expect(basesOf(french)).toEqual(basesOf(english));
    for (const [key, text] of english)
      expect([key, figures(french.get(key) ?? '')]).toEqual([key, figures(text)]);
  });

  test.each([
    ['en', english],
    ['fr', french],
  ])('what is counted has every plural form that %s has, and says the number', (language, texts) => {
    expect(formsOf(texts).size).toBeGreaterThan(0);
    for (const [base, keys] of formsOf(texts)) {
      expect(keys.map((key) => key.slice(base.length + 1)).toSorted(), base).toEqual(formsIn(language));
      for (const key of keys.filter((each) => !each.endsWith('_one')))
        expect(figures(texts.get(key) ?? ''), key).toContain('count');
    }
  });

  test('what is counted is asked for with its number', () => {
    const withoutCount = [...formsOf(english).keys()].filter((base) =>
      [...source.matchAll(new RegExp(`t\\('${base.replaceAll('.', '\\.')}'([^)]*)`, 'g'))].some(
        ([, figuresGiven = '']) => !figuresGiven.includes('count'),
      ),
    );
    expect(withoutCount).toEqual([]);
  });

  test('French is set as French: its apostrophe, and no line broken before : ; ? !', () => {
    expect([...french.values()].filter((text) => text.includes("'") || / [:;?!»]|« /.test(text))).toEqual([]);
  });

  test('no string shouts', () => {
    expect([...english.values(), ...french.values()].filter((text) => text.includes('!'))).toEqual([]);
  });
});
