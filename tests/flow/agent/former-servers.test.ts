// Servers of an earlier version, which answer less: the agent sends its queue and shows what came.
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Fetch } from '../../../main/http/server-client.ts';
import { removedAfterEach, startReadyAgent } from '../../fakes/agent-under-test.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { listTickets, sendMessage } from './requests.ts';

const started = removedAfterEach();

/** What the first version of the answer to a sync had. */
const FIRST_ANSWER = ['standing', 'results', 'tickets', 'cursor', 'more'];

test('a server that answers a sync as the first version did gets the queue once, and its tickets are shown', async () => {
  const desk = serverInMemory();
  let answers = 0;
  const formerly: Fetch = async (input, init) => {
    const answer = await desk.fetch(input, init);
    const url = input instanceof Request ? input.url : String(input);
    if (!url.endsWith('/v1/sync') || !answer.ok) return answer;
    answers += 1;
    const whole = z.record(z.string(), z.unknown()).parse(await answer.json());
    const kept = Object.entries(whole).filter(([name]) => FIRST_ANSWER.includes(name));
    return Response.json(Object.fromEntries(kept));
  };
  const agent = started(await startReadyAgent({ ...desk, fetch: formerly }));
  const id = await agent.submit('Printer on fire');
  await expect.poll(() => agent.agent.state().waiting).toBe(0);
  await sendMessage(agent, id, 'More');
  await expect
    .poll(() => desk.tickets().flatMap(({ comments }) => comments.map(({ body }) => body)))
    .toEqual(['More']);
  expect((await listTickets(agent, {})).tickets.map(({ title }) => title)).toEqual(['Printer on fire']);
  expect(answers).toBeGreaterThan(1);
});
