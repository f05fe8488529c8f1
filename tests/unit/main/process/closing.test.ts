// The file by which the installer asks the agent to quit.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLOSING_FILE, onClosing } from '../../../../main/process/closing.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-program-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('quits the agent when it appears, other files do not', async () => {
  let ends = 0;
  const watcher = onClosing(join(folder, 'Guichet.exe'), () => ends++);
  writeFileSync(join(folder, 'another'), '');
  writeFileSync(join(folder, CLOSING_FILE), '');
  await expect.poll(() => ends).toBeGreaterThan(0);
  watcher.close();
});

it('left behind by a failed installation, it does not prevent a start', async () => {
  writeFileSync(join(folder, CLOSING_FILE), '');
  let ends = 0;
  let seen = 0;
  const watcher = onClosing(join(folder, 'Guichet.exe'), () => ends++);
  watcher.on('change', () => seen++);
  writeFileSync(join(folder, 'another'), '');
  await expect.poll(() => seen).toBeGreaterThan(0);
  expect(ends).toBe(0);
  watcher.close();
});
