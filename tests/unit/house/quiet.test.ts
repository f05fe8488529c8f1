// Do-not-disturb: the agent attracts attention only through the system's notifications.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../main');
const filesWith = (pattern: RegExp) =>
  readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && pattern.test(readFileSync(join(main, name), 'utf8')))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

it('the agent does not flash or beep, and gives toasts no urgency, sound or longer duration', () => {
  expect(
    filesWith(
      /\b(flashFrame|beep|bounce|critical|timeoutType|requireInteraction|displayBalloon)\b|scenario=|<audio/,
    ),
  ).toEqual([]);
});

it('only the form opened by hotkey and the windows of a capture are always on top', () => {
  expect(filesWith(/setAlwaysOnTop|moveTop\(/)).toEqual(['windows/overlays.ts', 'windows/windows.ts']);
});
