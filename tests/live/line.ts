// The network between a connector and a real system: it can lose an answer, break a call, or limit the rate.
import type { Operation } from '../../server/storage/operation.ts';
import type { Mishap } from '../connectors/harness.ts';

export interface Line {
  fetch: typeof fetch;
  spoilNext(mishap: Mishap, operation: Operation): void;
  goDown(isDown: boolean): void;
}

/** @param operationOf returns the operation of a call that writes; null for any other */
export function createLine(operationOf: (request: Request) => Promise<Operation | null>): Line {
  let next: { mishap: Mishap; operation: Operation } | null = null;
  let down = false;

  async function take(request: Request): Promise<Mishap | null> {
    if (next === null || (await operationOf(request.clone())) !== next.operation) return null;
    const { mishap } = next;
    next = null;
    return mishap;
  }

  return {
    async fetch(input, init) {
      if (down) throw new TypeError('fetch failed');
      const request = new Request(input, init);
      switch (await take(request)) {
        case 'broken':
          throw new TypeError('fetch failed');
        case 'limited':
          return new Response('', { status: 429, headers: { 'retry-after': '1' } });
        case 'lost':
          await fetch(request);
          throw new TypeError('fetch failed');
        case null:
          return fetch(request);
      }
    },
    spoilNext(mishap, operation) {
      next = { mishap, operation };
    },
    goDown(isDown) {
      down = isDown;
    },
  };
}

/** Returns a new domain for the people of one harness: it identifies what the harness created and may remove. */
export function newDomain(): string {
  return `${crypto.randomUUID().slice(0, 8)}.guichet-live.example`;
}

/** Prints what could not be removed, instead of failing the test. */
export async function removeOrReport(what: string, remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (failure) {
    console.info(`Not removed: ${what}. ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}
