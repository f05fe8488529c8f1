// Do-not-disturb is the system's to keep: nothing in the agent may make itself seen or heard in another way.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../../main');
const filesWith = (pattern: RegExp) =>
  readdirSync(main, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && pattern.test(readFileSync(join(main, name), 'utf8')))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

it('the agent does not flash, beep, or give a toast urgency, a sound or a longer stay', () => {
  expect(
    filesWith(
      /\b(flashFrame|beep|bounce|critical|timeoutType|requireInteraction|displayBalloon)\b|scenario=|<audio/,
    ),
  ).toEqual([]);
});

it('only what a person has asked for stands above other windows: the form by its key, the moment of a picture', () => {
  expect(filesWith(/setAlwaysOnTop|moveTop\(/)).toEqual(['windows/overlays.ts', 'windows/windows.ts']);
});
