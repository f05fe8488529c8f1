import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unusableNode } from '../../../server/node-version.ts';

it.each(['18.20.4', '22.12.0', '24.1.0'])('Node %s is refused with one sentence', (version) => {
  expect(unusableNode(version)).toBe(`The Guichet server needs Node 24.2 or later: this is Node ${version}.`);
});

it.each(['24.2.0', '24.21.0', '26.0.0'])('Node %s runs the server', (version) => {
  expect(unusableNode(version)).toBeNull();
});

it('npm is told the same version', () => {
  const file = join(import.meta.dirname, '../../../server/package.json');
  expect(JSON.parse(readFileSync(file, 'utf8')).engines.node).toBe('>=24.2');
});
