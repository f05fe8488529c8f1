// The windows' texts: every used key exists in both languages, and every key is used.
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

/** Keys in the source: quoted, or as a template in which `${…}` stands for one part. */
const literals = new Set([...source.matchAll(/'([a-z]\w*(?:\.\w+)+)'/gi)].map(([, key]) => key));
const templates = [...source.matchAll(/\bt\(`([^`]+)`/g)].map(
  ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]+\}/g, '[\\w-]+')}$`),
);
const asked = [...source.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key);

/** A text with plural forms is used by its key without the form. */
const FORM = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string) => key.replace(FORM, '');
const basesOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(baseOf))];
const formsOf = (texts: Map<string, string>) =>
  Map.groupBy(
    [...texts.keys()].filter((key) => FORM.test(key)),
    baseOf,
  );
/** The plural categories of a language, such as one, many and other. */
const formsIn = (language: string) =>
  new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();

const figures = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the windows', () => {
  test('have every key that a window uses', () => {
    const keys = basesOf(english);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
    expect(templates.filter((template) => !keys.some((key) => template.test(key)))).toEqual([]);
  });

  test('have no unused key', () => {
    const used = (key: string) => literals.has(key) || templates.some((template) => template.test(key));
    expect(basesOf(english).filter((key) => !used(key))).toEqual([]);
  });

  test('have the same keys and placeholders in French and English', () => {
    expect(basesOf(french)).toEqual(basesOf(english));
    for (const [key, text] of english)
      expect([key, figures(french.get(key) ?? '')]).toEqual([key, figures(text)]);
  });

  test.each([
    ['en', english],
    ['fr', french],
  ])('have every plural form of %s, with the number', (language, texts) => {
    expect(formsOf(texts).size).toBeGreaterThan(0);
    for (const [base, keys] of formsOf(texts)) {
      expect(keys.map((key) => key.slice(base.length + 1)).toSorted(), base).toEqual(formsIn(language));
      for (const key of keys.filter((each) => !each.endsWith('_one')))
        expect(figures(texts.get(key) ?? ''), key).toContain('count');
    }
  });

  test('with plural forms are used with a count', () => {
    const withoutCount = [...formsOf(english).keys()].filter((base) =>
      [...source.matchAll(new RegExp(`t\\('${base.replaceAll('.', '\\.')}'([^)]*)`, 'g'))].some(
        ([, figuresGiven = '']) => !figuresGiven.includes('count'),
      ),
    );
    expect(withoutCount).toEqual([]);
  });

  test('follow French typography: its apostrophe, and non-breaking spaces before : ; ? !', () => {
    expect([...french.values()].filter((text) => text.includes("'") || / [:;?!»]|« /.test(text))).toEqual([]);
  });

  test('have no exclamation marks', () => {
    expect([...english.values(), ...french.values()].filter((text) => text.includes('!'))).toEqual([]);
  });
});
