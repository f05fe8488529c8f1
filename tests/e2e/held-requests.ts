// A network that hangs where a test wants it to: some of the agent's requests wait until they are let go.
import { expect } from '@playwright/test';
import type { RunningAgent } from './parts.ts';

interface Asked {
  method: string;
  /** regular expression of the address */
  address: string;
  /** how many of them pass before */
  after?: number;
}

export interface HeldRequests {
  /** Waits until one of them hangs. */
  untilHeld(): Promise<void>;
  letGo(): Promise<void>;
}

/** One holding at a time for each agent. */
export async function holdRequests(agent: RunningAgent, asked: Asked): Promise<HeldRequests> {
  const holding = await agent.app.evaluateHandle(({ session }, { method, address, after = 0 }) => {
    const { webRequest } = session.defaultSession;
    const held: (() => void)[] = [];
    let passed = 0;
    webRequest.onBeforeRequest({ urls: ['http://*/*'] }, (request, answer) => {
      const isMeant = request.method === method && new RegExp(address).test(request.url);
      if (isMeant && passed++ >= after) held.push(() => answer({}));
      else answer({});
    });
    return {
      count: () => held.length,
      letGo() {
        webRequest.onBeforeRequest(null);
        for (const go of held) go();
      },
    };
  }, asked);
  return {
    untilHeld: () => expect.poll(() => holding.evaluate(({ count }) => count())).toBeGreaterThan(0),
    letGo: () => holding.evaluate(({ letGo }) => letGo()),
  };
}
