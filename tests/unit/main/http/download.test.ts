// Downloads of ticket files: the timeout and the size limit.
import { expect, it } from 'vitest';
import { LIMITS } from '../../../../contract/primitives.ts';
import { downloadAttachment } from '../../../../main/http/download.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { sha256 } from '../../../fakes/server-in-memory.ts';
import { keyOf } from '../../../fakes/snapshots.ts';

const SLOW_LINE_MS = 50_000;

/** A server that sends one byte at a time, slowly, and stops when the agent aborts. */
function slowDesk(bytes: Buffer, { isDying = false } = {}) {
  const clock = manualClock();
  const signals: AbortSignal[] = [];
  const client = {
    async openAttachment(_ticketId: string, _sha256: string, signal: AbortSignal) {
      signals.push(signal);
      let sent = 0;
      const source: UnderlyingDefaultSource<Uint8Array> = {
        start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
        pull(controller) {
          clock.advance(isDying && sent > 0 ? 2 * SLOW_LINE_MS : SLOW_LINE_MS);
          if (signal.aborted) return;
          if (sent === bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(sent, ++sent));
        },
      };
      // No byte is buffered ahead of the reader.
      const value = new ReadableStream(source, { highWaterMark: 0 });
      return { ok: true, value } as const;
    },
  };
  return { client, clock, signals };
}

const BYTES = Buffer.from('slowly');
const file = { sha256: sha256(BYTES), size: BYTES.length };

it('a slow download does not time out while bytes arrive', async () => {
  const { client, clock } = slowDesk(BYTES);
  const began = clock.now().getTime();
  expect(await downloadAttachment(keyOf(1), file, { client, clock })).toEqual({ ok: true, value: BYTES });
  expect(clock.now().getTime() - began).toBeGreaterThan(120_000);
  expect(clock.nextDue()).toBeNull();
});

it('a download without progress times out', async () => {
  const { client, clock } = slowDesk(BYTES, { isDying: true });
  expect(await downloadAttachment(keyOf(1), file, { client, clock })).toMatchObject({
    error: { code: 'server-unreachable' },
  });
  expect(clock.nextDue()).toBeNull();
});

it('a file too large for memory is not requested', async () => {
  const { client, clock, signals } = slowDesk(BYTES);
  const size = LIMITS.attachmentBytesPerCommand + 1;
  expect(await downloadAttachment(keyOf(1), { ...file, size }, { client, clock })).toMatchObject({
    error: { code: 'attachment-unavailable' },
  });
  expect(signals).toEqual([]);
});
