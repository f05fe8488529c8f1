// Every page of the console is among those that window tests look at, in both languages, by keyboard, and in all appearances.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONSOLE_PAGES } from '../../e2e/console-pages.ts';

const app = readFileSync(join(import.meta.dirname, '../../../console/app.tsx'), 'utf8');
/** `*` only leads to another page. */
const routes = [...app.matchAll(/<Route path="([^"]+)"/g)]
  .map(([, route]) => route)
  .filter((route) => route !== '*');

test('each route of the console is in the table of pages, and each page of the table is a route', () => {
  expect(routes.length).toBeGreaterThan(15);
  expect([...new Set(CONSOLE_PAGES.map(({ route }) => route))].sort()).toEqual(routes.sort());
});
