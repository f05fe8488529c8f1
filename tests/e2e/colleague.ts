// Another person of the organisation on another computer: an agent without windows that speaks HTTP.
import { expect } from '@playwright/test';
import { enrolAgent, type FakeAgent } from '../fakes/server/agent.ts';
import { ENROLMENT_KEY, nameOf, type Ready } from './ready-agent.ts';

/** Returns an agent that is enrolled, active, and has confirmed this address. */
export async function colleague(
  { server, desk }: Pick<Ready, 'server' | 'desk'>,
  email = 'colleague@example.org',
  fullName = nameOf(email),
): Promise<FakeAgent> {
  const agent = await enrolAgent(server.url, ENROLMENT_KEY);
  await desk.activate();
  const sent = await agent.ask('/v1/confirmations/tokens', { json: { email, language: 'en' } });
  expect(sent.status).toBe(202);
  const token = await desk.mailedToken(email);
  const confirmed = await agent.ask('/v1/confirmations', { json: { email, fullName, token } });
  expect(confirmed.status).toBe(200);
  return agent;
}
