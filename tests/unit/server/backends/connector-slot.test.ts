import { describe, expect, test } from 'vitest';
import { createConnectorSlot } from '../../../../server/backends/connector-slot.ts';
import { createPlainConnector } from '../../../fakes/plain-desk/connector.ts';
import { createPlainDesk } from '../../../fakes/plain-desk/desk.ts';

/** A backend with revisions, and the state of each connector created for it. */
function createSource() {
  const closed: number[] = [];
  const asked: number[] = [];
  const answers = new Map<number, () => void>();
  let revision: number | null = 1;
  let made = 0;
  return {
    closed,
    asked,
    change: (to: number | null) => {
      revision = to;
    },
    /** ends the running operation of this revision */
    answer: (of: number) => answers.get(of)?.(),
    made: () => made,
    source: {
      revision: async () => revision,
      make: async () => {
        const own = revision;
        if (own === null) return null;
        made += 1;
        const line = { isDown: false, next: null, signedIn: true };
        const connector = {
          ...createPlainConnector(createPlainDesk(), line),
          check: async () => {
            asked.push(own);
            await new Promise<void>((resolve) => answers.set(own, resolve));
            return [];
          },
          close: async () => void closed.push(own),
        };
        return { revision: own, connector };
      },
    },
  };
}

/** Runs all pending microtasks. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the connector of a backend', () => {
  test('is created once, even for concurrent requests', async () => {
    const backend = createSource();
    const slot = createConnectorSlot(backend.source);
    await Promise.all([slot.refresh(), slot.refresh(), slot.refresh()]);
    await slot.refresh();
    expect(backend.made()).toBe(1);
    expect(backend.closed).toEqual([]);
  });

  test('is replaced after a change of its backend, also for existing holders', async () => {
    const backend = createSource();
    const slot = createConnectorSlot(backend.source);
    await slot.refresh();
    backend.change(2);
    const checked = slot.connector.check();
    await settled();
    expect(backend.asked).toEqual([2]);
    expect(backend.closed).toEqual([1]);
    backend.answer(2);
    expect(await checked).toEqual([]);
  });

  test('is closed only after the running operation has ended', async () => {
    const backend = createSource();
    const slot = createConnectorSlot(backend.source);
    const checked = slot.connector.check();
    await settled();
    backend.change(2);
    await slot.refresh();
    expect(backend.asked).toEqual([1]);
    expect(backend.closed).toEqual([]);
    backend.answer(1);
    await checked;
    await settled();
    expect(backend.closed).toEqual([1]);
  });

  test('is closed at the server’s stop after its operations, those of older revisions included', async () => {
    const backend = createSource();
    const slot = createConnectorSlot(backend.source);
    const first = slot.connector.check();
    await settled();
    backend.change(2);
    const second = slot.connector.check();
    await settled();
    let isClosed = false;
    const closing = slot.close().then(() => {
      isClosed = true;
    });
    backend.answer(2);
    await second;
    await settled();
    expect([isClosed, backend.closed]).toEqual([false, [2]]);
    backend.answer(1);
    await Promise.all([first, closing]);
    expect(backend.closed).toEqual([2, 1]);
  });

  test('of a removed backend fails for existing holders', async () => {
    const backend = createSource();
    const slot = createConnectorSlot(backend.source);
    await slot.refresh();
    backend.change(null);
    expect(await slot.refresh()).toBe(false);
    await expect(slot.connector.check()).rejects.toThrow('removed');
  });
});
