import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../../../server/metrics');

it('libraries of metrics and traces are imported only where they are configured, and nowhere else', () => {
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const lines = texts.flatMap((text) => text.match(/^.*'@opentelemetry.*$/gm) ?? []);
  expect(lines.length).toBeGreaterThan(5);
  const atStart = lines.filter((line) => !line.startsWith('import type ') && !line.includes('await import('));
  expect(atStart).toEqual([]);
});
