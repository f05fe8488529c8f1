// Policy template, its two languages, the agent's code and the deployment guide: all have the same names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { POLICY_NAMES, readLocalPolicy } from '../../../main/settings/policy.ts';
import { POLICY_KEY } from '../../../main/settings/policy-values.ts';
import { recordingLog } from '../../fakes/recording-log.ts';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const admx = read('build/policies/guichet.admx');
const ADML = { en: 'build/policies/en-US/guichet.adml', fr: 'build/policies/fr-FR/guichet.adml' };

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();
const names = sorted(POLICY_NAMES);

describe('guichet.admx', () => {
  it('has exactly one policy for every value that the agent reads', () => {
    expect(all(admx, /<policy name="(\w+)"/g)).toHaveLength(names.length);
    expect(sorted(all(admx, /<policy name="(\w+)"/g))).toEqual(names);
    expect(sorted(all(admx, /valueName="(\w+)"/g))).toEqual(names);
  });

  it('writes under one key, for computers and users', () => {
    expect(sorted(all(admx, /\bkey="([^"]+)"/g))).toEqual([POLICY_KEY]);
    expect(sorted(all(admx, /\bclass="(\w+)"/g))).toEqual(['Both']);
  });

  it('refers only to what it defines', () => {
    const categories = all(admx, /<category name="(\w+)"/g);
    for (const category of all(admx, /<parentCategory ref="(\w+)"/g)) expect(categories).toContain(category);
    const supported = all(admx, /<definition name="(\w+)"/g);
    expect(sorted(all(admx, /<supportedOn ref="(\w+)"/g))).toEqual(supported);
  });

  it('offers only values that the agent accepts', () => {
    for (const name of ['Language', 'UpdateChannel']) {
      const policy = admx.slice(admx.indexOf(`<policy name="${name}"`)).split('</policy>')[0] ?? '';
      const offered = all(policy, /<string>(\w+)<\/string>/g);
      expect(offered.length).toBeGreaterThan(1);
      const log = recordingLog();
      for (const value of offered) readLocalPolicy([new Map([[name.toLowerCase(), value]])], log);
      expect(log.lines).toEqual([]);
    }
  });
});

describe.each(Object.entries(ADML))('the template in %s', (language, file) => {
  const adml = read(file);
  const strings = all(adml, /<string id="(\w+)">/g);
  const presentations = all(adml, /<presentation id="(\w+)">/g);

  it('has exactly the strings that the policies refer to', () => {
    expect([...strings].sort()).toEqual(sorted(all(admx, /\$\(string\.(\w+)\)/g)));
    for (const name of names) expect(strings).toEqual(expect.arrayContaining([name, `${name}_Explain`]));
  });

  it('has every presentation, with its element', () => {
    expect([...presentations].sort()).toEqual(sorted(all(admx, /\$\(presentation\.(\w+)\)/g)));
    expect(all(adml, /refId="(\w+)"/g)).toEqual(presentations);
    expect(sorted(all(admx, /<(?:text|enum) id="(\w+)"/g))).toEqual(sorted(presentations));
  });

  it('follows the typography of its language', () => {
    const texts = adml.replaceAll(/<[^>]*>/g, ' ').replaceAll(/https?:\/\//g, '');
    expect(texts).not.toContain("'");
    if (language === 'fr') expect(texts).not.toMatch(/[\p{L})] ?[:;?!](?:\s|$)/u);
  });
});

it('the table of the deployment guide lists every policy', () => {
  const rows = all(read('docs/guide-deployment.md'), /^\| `(\w+)` \|/gm);
  expect([...rows].sort()).toEqual(names);
});
