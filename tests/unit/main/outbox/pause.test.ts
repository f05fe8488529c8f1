import { expect, it } from 'vitest';
import { isPaused, pauseFor } from '../../../../main/outbox/pause.ts';

const NOW = new Date('2026-01-31T09:45:00.000Z');
const limited = (retryAfterSeconds: number) =>
  ({ code: 'too-many-requests', details: { retryAfterSeconds } }) as const;
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

it('a command waits as long as the server says, and not for another clock', () => {
  const pause = pauseFor(limited(60), NOW);
  expect([-1, 0, 59, 60].map((seconds) => isPaused(pause, after(seconds)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

it('a server that is wrong about the time stops a command for a day at most', () => {
  expect(isPaused(pauseFor(limited(10_000_000), NOW), after(24 * 3600))).toBe(false);
});

it('other reasons, and an answer without a time, are tried again at the usual pace', () => {
  expect(pauseFor({ code: 'attachment-missing', details: { retryAfterSeconds: 60 } }, NOW)).toBeNull();
  expect(pauseFor({ code: 'too-many-requests' }, NOW)).toBeNull();
  expect(pauseFor(limited(0), NOW)).toBeNull();
  expect(isPaused(null, NOW)).toBe(false);
});
