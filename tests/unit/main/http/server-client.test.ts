// How long the agent waits for an answer.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createServerClient } from '../../../../main/http/server-client.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that takes calls and never answers; `calls` waits until it has taken so many. */
function deadServer() {
  const taken: (() => void)[] = [];
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
        for (const look of taken) look();
      }),
  });
  const calls = (wanted: number) =>
    new Promise<void>((resolve) => {
      const look = () => count >= wanted && resolve();
      taken.push(look);
      look();
    });
  return { client, calls };
}

it('a sync with many tickets has two minutes, as a slow line needs them', async () => {
  const { client, calls } = deadServer();
  const answer = vi.fn();
  void client.sync({ cursor: 0, commands: [], catalogueVersion: null }).then(answer);
  await calls(1);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(answer).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(answer).toHaveBeenCalledWith({ ok: false, error: { code: 'server-unreachable' } });
});

it('no other call waits for longer than half a minute', async () => {
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
