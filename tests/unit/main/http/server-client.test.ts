// The agent's timeouts for calls.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createServerClient } from '../../../../main/http/server-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that never answers. `calls` waits until this number of calls has arrived. */
function deadServer() {
  const listeners: (() => void)[] = [];
  let count = 0;
  const client = createServerClient({
    serverUrl: 'https://help.example.org',
    version: '0.1.0',
    language: () => 'en',
    credentials: () => ({ agentId: 'agent', secret: 'secret' }),
    fetch: (input, init) =>
      new Promise((_, reject) => {
        const { signal } = new Request(input, init);
        signal.addEventListener('abort', () => reject(signal.reason));
        count += 1;
        for (const look of listeners) look();
      }),
  });
  const calls = (expected: number) =>
    new Promise<void>((resolve) => {
      const look = () => count >= expected && resolve();
      listeners.push(look);
      look();
    });
  return { client, calls };
}

it('a sync call times out after two minutes, as a slow network needs', async () => {
  const { client, calls } = deadServer();
  const answer = vi.fn();
  void client
    .sync({ cursor: 0, mark: null, commands: [], catalogueVersion: null, mailWish: null, hostname: null })
    .then(answer);
  await calls(1);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(answer).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(answer).toHaveBeenCalledWith({ ok: false, error: { code: 'server-unreachable' } });
});

it('every other call times out after half a minute', async () => {
  const { client, calls } = deadServer();
  const answers = [
    client.sendToken({ email: 'requester@example.org', language: 'en' }),
    client.uploadOffset('0'.repeat(64)),
    client.createUpload('0'.repeat(64), 10),
  ];
  const ended = vi.fn();
  void Promise.all(answers).then(ended);
  await calls(3);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(ended).toHaveBeenCalled();
});
