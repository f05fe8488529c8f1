// Each call of SQLite and of a file that intake needs fails once: what the agent is told is accepted exists, and once it has sent it
// again everything exists exactly once.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { wrapCalls } from '../../fakes/failing-calls.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

const calls = wrapCalls();
afterAll(calls.undo);

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer({
    onSqlite: true,
    overrides: { rates: { ticketsOfAgent: { most: 10_000, per: 1000 } } },
  });
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

const idsIn = async (table: string, ticket: string) =>
  (await desk.rows(`SELECT id FROM ${table} WHERE ticket_id = ?`, ticket)).map(({ id }) => id);
const ticketsOf = async (id: string) => (await desk.rows('SELECT id FROM ticket WHERE id = ?', id)).length;

/** A ticket with a file, and a comment on it. */
function newCommands(content: Buffer) {
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  return { ticket, comment: commentCommand(ticket.key) };
}

/** The lane of the desk pauses after a failure. */
async function delivered(): Promise<void> {
  await until(async () => {
    desk.clock.advance(1000);
    return (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0;
  });
}

test('at every call that fails during a sync, what was accepted exists, and sent again it exists once', async () => {
  const content = randomBytes(2000);
  await agent.upload(content);
  const record = async () => {
    const { ticket, comment } = newCommands(content);
    calls.record();
    await agent.sync([ticket, comment]);
    await delivered();
    // those of this test are in capitals
    return calls.recorded().filter(({ name }) => !name.startsWith('SELECT'));
  };
  // what is read once and remembered is not read by those that follow
  await record();
  const all = await record();
  for (const table of [
    'ticket',
    'command',
    'comment',
    'attachment',
    'link',
    'delivery',
    'change',
    'desk_ticket',
  ])
    expect(all.some(({ name }) => name.includes(`insert into "${table}"`))).toBe(true);
  for (const call of all) {
    const { ticket, comment } = newCommands(content);
    calls.arm(call);
    const told = await agent.verdicts(ticket, comment).catch(() => null);
    if (told?.[0] === 'accepted') expect([call, await ticketsOf(ticket.key)]).toEqual([call, 1]);
    if (told?.[1] === 'accepted')
      expect([call, await idsIn('comment', ticket.key)]).toEqual([call, [comment.key]]);

    const sendAgain = () => agent.verdicts(ticket, comment).catch(() => []);
    await until(async () => (await sendAgain()).filter((verdict) => verdict === 'accepted').length === 2);
    await delivered();
    calls.disarm();
    expect([call, await ticketsOf(ticket.key)]).toEqual([call, 1]);
    expect([call, await idsIn('comment', ticket.key)]).toEqual([call, [comment.key]]);
    expect([call, (await idsIn('attachment', ticket.key)).length]).toEqual([call, 1]);
    const numbered = await desk.rows('SELECT number FROM desk_ticket WHERE idempotency_key = ?', ticket.key);
    expect([call, numbered.length]).toEqual([call, 1]);
  }
});

test('at every call that fails during an upload, its bytes are whole once they have been sent again', async () => {
  calls.record();
  await agent.upload(randomBytes(3000));
  const all = calls.recorded();
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['open', 'write', 'commit']));
  for (const call of all) {
    const content = randomBytes(3000);
    calls.arm(call);
    await agent.upload(content).catch(() => null);
    calls.disarm();
    await agent.upload(content);
    const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
    expect([call, await agent.verdicts(ticket)]).toEqual([call, ['accepted']]);
    const { sha256 } = attachmentOf(content);
    const file = await agent.ask(`/v1/tickets/${ticket.key}/attachments/${sha256}`);
    expect([call, file.status]).toEqual([call, 200]);
  }
});
