// The console's locale files: both languages are complete, and no phrase is unused.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../../../console/locales/en.json' with { type: 'json' };
import fr from '../../../console/locales/fr.json' with { type: 'json' };

const CONSOLE = join(import.meta.dirname, '../../../console');

interface Tree {
  [name: string]: string | Tree;
}

function phrasesOf(tree: Tree, prefix = ''): Map<string, string> {
  const phrases = new Map<string, string>();
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') phrases.set(prefix + name, value);
    else for (const [inner, text] of phrasesOf(value, `${prefix}${name}.`)) phrases.set(inner, text);
  }
  return phrases;
}

const english = phrasesOf(en);
const french = phrasesOf(fr);
const placeholdersOf = (text = '') => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Every string and template in the source that looks like the name of a phrase; `${…}` stands for one part of it. */
function namesInSource(): RegExp[] {
  const sources = globSync(join(CONSOLE, '**/*.{ts,tsx}')).filter((file) => !file.includes('node_modules'));
  return sources.flatMap((file) => {
    const quoted = readFileSync(file, 'utf8').matchAll(
      /['"](\w+(?:\.\w+)+)['"]|`(\w+(?:\.(?:\w+|\$\{[^}]+\}))+)`/g,
    );
    return [...quoted].map(([, name, template]) => {
      const pattern = (name ?? template ?? '').replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '[\\w-]+');
      return new RegExp(`^${pattern}(_one|_other)?$`);
    });
  });
}

describe('the locales of the console', () => {
  it('have the same phrases in both languages', () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have the same placeholders in both languages', () => {
    for (const [name, text] of english)
      expect([name, placeholdersOf(french.get(name))]).toEqual([name, placeholdersOf(text)]);
  });

  it('leave no phrase empty', () => {
    const empty = [...english, ...french].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('have no phrase that the source does not use', () => {
    const used = namesInSource();
    const unused = [...english.keys()].filter((name) => !used.some((pattern) => pattern.test(name)));
    expect(unused).toEqual([]);
  });

  it('have both plural forms of a counted phrase', () => {
    const counted = [...english.keys()].filter((name) => /_(one|other)$/.test(name));
    const bases = new Set(counted.map((name) => name.replace(/_(one|other)$/, '')));
    expect(counted.sort()).toEqual([...bases].flatMap((base) => [`${base}_one`, `${base}_other`]).sort());
  });

  it('use French typography: a curved apostrophe, and a space that does not break before : ; ? !', () => {
    const wrong = [...french.values()].filter((text) => /'| [:;?!»]|« /.test(text));
    expect(wrong).toEqual([]);
  });
});
