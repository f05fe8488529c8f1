// Everything that is released together has one version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../../..', file), 'utf8');
const { version } = JSON.parse(read('package.json'));

test('agent, server and console have the same version', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const versions = ['', 'server', 'console'].map((folder) => packages[folder].version);
  expect(versions).toEqual([version, version, version]);
  for (const file of ['server/package.json', 'console/package.json'])
    expect(JSON.parse(read(file)).version).toBe(version);
});

test.each(['README.md', 'docs/guide-deployment.md'])('%s names the artefacts of this version', (file) => {
  const artefact = /(?:Guichet-Setup|guichet-server)-(\d+\.\d+\.\d+)/g;
  const named = [...read(file).matchAll(artefact)].map(([, version]) => version);
  expect(new Set(named)).toEqual(new Set([version]));
});
