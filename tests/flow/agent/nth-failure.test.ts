// Each call of SQLite and of a file that Send needs fails once: then the ticket is saved or it is not, and the user is told which.
import { cpSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Fetch } from '../../../main/http/server-client.ts';
import {
  type AgentUnderTest,
  captured,
  emptyFolder,
  removedAfterEach,
  screenOf,
  startAgent,
  startReadyAgent,
} from '../../fakes/agent-under-test.ts';
import { type Call, wrapCalls } from '../../fakes/failing-calls.ts';
import { serverInMemory } from '../../fakes/server-in-memory.ts';
import { listTickets, openTicket, unwrap } from './requests.ts';

const started = removedAfterEach();
const calls = wrapCalls();
afterAll(calls.undo);

const offline: Fetch = async () => {
  throw new TypeError('fetch failed');
};
const titlesOf = async (agent: AgentUnderTest) =>
  (await listTickets(agent, {})).tickets.map(({ title }) => title);
const draftsOf = async (agent: AgentUnderTest) =>
  unwrap(await agent.ask('draft:others', undefined)).map(({ title }) => title);

/** An agent on a copy of this folder, which has no network. */
function agentOn(folder: string): AgentUnderTest {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return started(startAgent({ fetch: offline, folder: copy }));
}

/** Fills in a ticket with a picture and a file. */
async function compose(agent: AgentUnderTest) {
  const draft = await agent.compose(
    { title: 'Printer on fire', description: 'Smoke' },
    captured(screenOf(1, 2, 3)),
  );
  const file = { name: 'log.txt', bytes: new TextEncoder().encode('what happened') };
  expect(unwrap(await agent.agent.attachFiles({ id: draft.id, files: [file] })).refused).toEqual([]);
  await expect
    .poll(async () => (await agent.shown()).attachments.every(({ size }) => size !== null))
    .toBe(true);
  return agent.shown();
}

/** Returns the calls that a Send makes on a copy of this folder. */
async function callsOfSend(folder: string): Promise<Call[]> {
  const agent = agentOn(folder);
  const { id, content } = await compose(agent);
  calls.record();
  unwrap(await agent.ask('draft:submit', { id, content, act: null }));
  const all = calls.recorded();
  await agent.kill();
  return all;
}

test('at every call of SQLite and of a file that fails, a ticket is saved or still a draft, as the user is told', async () => {
  const first = started(await startReadyAgent(serverInMemory()));
  await first.kill();
  const all = await callsOfSend(first.folder);
  const names = all.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['commit', 'open', 'write', 'datasync']));
  expect(names.some((name) => name.includes('into outbox'))).toBe(true);
  for (const call of all) {
    const agent = agentOn(first.folder);
    const { id, content } = await compose(agent);
    calls.arm(call);
    const told = await agent.ask('draft:submit', { id, content, act: null });
    expect([call, calls.disarm()]).toEqual([call, true]);
    const saved = told.ok ? ['Printer on fire'] : [];
    expect([call, await titlesOf(agent)]).toEqual([call, saved]);
    await agent.kill();

    const again = agentOn(agent.folder);
    expect([call, await titlesOf(again)]).toEqual([call, saved]);
    expect([call, await draftsOf(again)]).toEqual([call, told.ok ? [] : ['Printer on fire']]);
    await again.kill();
  }
});

test('a Send that failed succeeds when it is tried again, with its picture and its file, once', async () => {
  const first = started(await startReadyAgent(serverInMemory()));
  await first.kill();
  for (const call of await callsOfSend(first.folder)) {
    const agent = agentOn(first.folder);
    const { id, content } = await compose(agent);
    calls.arm(call);
    const told = await agent.ask('draft:submit', { id, content, act: null });
    calls.disarm();
    if (!told.ok) unwrap(await agent.ask('draft:submit', { id, content, act: null }));
    const { tickets } = await listTickets(agent, {});
    expect([call, tickets.map(({ title }) => title)]).toEqual([call, ['Printer on fire']]);
    const { ticket } = await openTicket(agent, tickets[0]?.id ?? '');
    const names = ticket.attachments.map(({ name }) => name);
    expect([call, names]).toEqual([call, [expect.stringMatching(/png$/), 'log.txt']]);
    for (const { sha256 } of ticket.attachments)
      expect(await agent.agent.attachmentBytes(ticket.id, sha256)).not.toBeNull();
    await agent.kill();
  }
});
