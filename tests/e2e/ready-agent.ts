// An agent that may open tickets: enrolled, activated, its address confirmed, all on real parts.
import { expect } from '@playwright/test';
import { type Desk, openDesk } from './desk.ts';
import { emptyFolder, type RunningAgent, type RunningServer, startAgent, startServer } from './parts.ts';

export const ENROLMENT_KEY = 'gk_for_the_window_tests';

export function startOwnServer(): Promise<RunningServer> {
  return startServer({
    PORT: '0',
    DATA_DIR: emptyFolder('server'),
    FIRST_ORGANISATION: 'Example College',
    FIRST_ENROLMENT_KEY: ENROLMENT_KEY,
  });
}

async function condition(agent: RunningAgent): Promise<string> {
  const page = await agent.window('capture');
  const state = await page.evaluate(() => window.guichet.ask['app:state']());
  return state.ok ? state.value.condition : state.error.code;
}

/** Waits until the agent says this of itself. */
export function untilCondition(agent: RunningAgent, wanted: string): Promise<void> {
  return expect.poll(() => condition(agent)).toBe(wanted);
}

export interface Ready {
  server: RunningServer;
  desk: Desk;
  agent: RunningAgent;
  close(): Promise<void>;
}

export async function readyAgent(userData = emptyFolder('agent')): Promise<Ready> {
  const server = await startOwnServer();
  const desk = await openDesk(server);
  const agent = await startAgent(userData, {
    GUICHET_SERVER_URL: server.url,
    GUICHET_ENROLMENT_KEY: ENROLMENT_KEY,
  });
  await untilCondition(agent, 'waiting-for-activation');
  await desk.activate();
  await untilCondition(agent, 'confirm-address');
  const person = { fullName: 'A requester', email: 'requester@example.org' };
  const page = await agent.window('capture');
  await page.evaluate((asked) => window.guichet.ask['settings:send-token'](asked), person);
  await expect.poll(() => desk.mailedToken()).not.toBe('');
  const token = await desk.mailedToken();
  await page.evaluate((asked) => window.guichet.ask['settings:confirm'](asked), { ...person, token });
  await untilCondition(agent, 'ready');
  return {
    server,
    desk,
    agent,
    async close() {
      await agent.quit();
      await server.stop();
    },
  };
}
