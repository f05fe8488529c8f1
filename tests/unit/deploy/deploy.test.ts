// The files of deploy/ are not run by tests: what can be said of them without their programs is.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { API } from '../../../contract/api.ts';

const folder = join(import.meta.dirname, '../../../deploy');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

it.each(globSync('*.{yaml,yml}', { cwd: folder }))('%s is YAML without errors and warnings', (file) => {
  const documents = [parseAllDocuments(read(file), { strict: true, uniqueKeys: true })].flat();
  expect(documents.length).toBeGreaterThan(0);
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
});

it.each(['kubernetes.yaml', 'Caddyfile', 'Dockerfile'])('%s asks addresses that the server has', (file) => {
  const asked = [...read(file).matchAll(/\/(?:healthz|readyz)\b/g)].map(([path]) => path);
  const known = [API.readHealth.path, API.readReadiness.path];
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((path) => !known.some((one) => one === path))).toEqual([]);
});

it.each(['nginx.conf', 'Caddyfile'])('%s keeps the metrics inside', (file) => {
  expect(read(file)).toContain(API.readMetrics.path);
});

it('the unit starts the file that is the command of the package', () => {
  const { bin } = JSON.parse(readFileSync(join(folder, '../server/package.json'), 'utf8'));
  expect(read('guichet-server.service')).toContain(`@guichet/server/${bin['guichet-server']}\n`);
});

// V8's young generation grows to 128 MB without it (ADR 85)
it.each([
  'guichet-server.service',
  'Dockerfile',
  '../server/package.json',
  '../server/guichet-server.ts',
  '../README.md',
])('%s starts the server with a small young generation', (file) => {
  expect(read(file)).toContain('--max-semi-space-size=16');
});
