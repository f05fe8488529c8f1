// Holds chosen requests of the agent until the test releases them, as a network that hangs.
import { expect } from '@playwright/test';
import type { RunningAgent } from './parts.ts';

interface RequestFilter {
  method: string;
  /** regular expression for the URL */
  address: string;
  /** number of matching requests that pass first */
  after?: number;
}

export interface HeldRequests {
  /** Waits until a request is held. */
  untilHeld(): Promise<void>;
  letGo(): Promise<void>;
}

/** Only one filter at a time for each agent. */
export async function holdRequests(agent: RunningAgent, filter: RequestFilter): Promise<HeldRequests> {
  const holding = await agent.app.evaluateHandle(({ session }, { method, address, after = 0 }) => {
    const { webRequest } = session.defaultSession;
    const held: (() => void)[] = [];
    let passed = 0;
    webRequest.onBeforeRequest({ urls: ['http://*/*'] }, (request, answer) => {
      const isMatch = request.method === method && new RegExp(address).test(request.url);
      if (isMatch && passed++ >= after) held.push(() => answer({}));
      else answer({});
    });
    return {
      count: () => held.length,
      letGo() {
        webRequest.onBeforeRequest(null);
        for (const go of held) go();
      },
    };
  }, filter);
  return {
    untilHeld: () => expect.poll(() => holding.evaluate(({ count }) => count())).toBeGreaterThan(0),
    letGo: () => holding.evaluate(({ letGo }) => letGo()),
  };
}
