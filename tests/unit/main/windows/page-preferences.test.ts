import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pagePreferences } from '../../../../main/windows/page-preferences.ts';

const main = join(import.meta.dirname, '../../../../main');
const filesWith = (pattern: RegExp) =>
  readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && pattern.test(readFileSync(join(main, name), 'utf8')))
    .map((name) => name.replaceAll('\\', '/'));

it('no window has Node, an open context, or a weaker web than the default', () => {
  const { devTools, preload, spellcheck, ...fixed } = pagePreferences(
    { preload: '/preload.cjs', devTools: false },
    'linux',
  );
  expect({ devTools, preload, spellcheck }).toEqual({
    devTools: false,
    preload: '/preload.cjs',
    spellcheck: false,
  });
  expect(Object.entries(fixed).filter(([, value]) => value === true)).toEqual([
    ['sandbox', true],
    ['contextIsolation', true],
    ['webSecurity', true],
  ]);
});

it('a window is created in one place only, which the tests of all screens open', () => {
  expect(filesWith(/new (BrowserWindow|BrowserView|WebContentsView|BaseWindow)\(/)).toEqual([
    'windows/page-window.ts',
  ]);
  expect(filesWith(/ipcMain\.\w+\(/)).toEqual(['ipc/listen.ts']);
});

it('a packaged agent has no developer tools', () => {
  expect(readFileSync(join(main, 'index.ts'), 'utf8')).toContain('devTools: !packaged');
});
