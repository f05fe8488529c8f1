// Acts of participants: close, reopen, approve, reject and rate. Each is carried out once, and only when allowed.
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { HOUR } from '../../../server/clock.ts';
import {
  commandOn,
  commentCommand,
  enrolAgent,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { createBackend } from '../../fakes/server/backend.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { fillDisk } from '../../fakes/server/full-disk.ts';
import { catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { runNode } from '../../fakes/server/program.ts';
import { ENROLMENT_KEY, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let requester: FakeAgent;
let contact: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  contact = await desk.activeAgent('contact@contoso.example');
  requester = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

const act = (ticketId: string, name: string) => commandOn(ticketId, 'act-on-ticket', { act: name });
const rate = (ticketId: string, score: number, comment = '') =>
  commandOn(ticketId, 'rate-ticket', { score, comment });

async function newTicket(body: Record<string, unknown> = {}, by = requester): Promise<string> {
  const contacts = [{ email: 'contact@contoso.example', fullName: 'C' }];
  const command = ticketCommand({ contacts, ...body });
  expect(await by.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function staffDo(id: string, name: string, json?: unknown) {
  const technician = await desk.technician();
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

async function resolved(body: Record<string, unknown> = {}): Promise<string> {
  const id = await newTicket(body);
  await staffDo(id, 'take');
  await staffDo(id, 'resolve', { solution: 'Water.' });
  return id;
}

/** The only ticket, as this agent gets it once everything is delivered. */
async function seen(by = requester) {
  await desk.delivered();
  return (await by.sync()).tickets[0];
}

test('the requester closes a resolved ticket and rates it, and it cannot be reopened', async () => {
  const id = await resolved();
  expect(await requester.verdicts(act(id, 'close'), rate(id, 3, 'Quick.'))).toEqual(['accepted', 'accepted']);
  expect(await seen()).toMatchObject({
    status: 'closed',
    solution: 'Water.',
    satisfaction: { score: 3, comment: 'Quick.' },
  });
  expect(await requester.verdicts(act(id, 'reopen'), commentCommand(id), rate(id, 4))).toEqual([
    'refused act-not-allowed',
    'refused ticket-closed',
    'accepted',
  ]);
  expect(await seen(contact)).toMatchObject({ status: 'closed', satisfaction: { score: 4, comment: '' } });
  const technician = await desk.technician();
  const ticket = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  expect(ticket.satisfaction).toEqual({ score: 4, comment: '' });
});

test('a message with a reopening arrives with it, and removes the old solution', async () => {
  const id = await resolved();
  expect(await contact.verdicts(commentCommand(id, { body: 'No.' }), act(id, 'reopen'))).toEqual([
    'accepted',
    'accepted',
  ]);
  expect(await seen()).toMatchObject({ status: 'assigned', solution: null, comments: [{ body: 'No.' }] });
});

test('an act not allowed by status or role is refused and changes nothing', async () => {
  const id = await newTicket();
  expect(
    await requester.verdicts(
      act(id, 'close'),
      act(id, 'reopen'),
      act(id, 'approve'),
      act(id, 'reject'),
      rate(id, 1),
    ),
  ).toEqual(Array(5).fill('refused act-not-allowed'));
  expect(await seen()).toMatchObject({ status: 'new', satisfaction: null });
  expect(await desk.rows('SELECT key FROM command')).toHaveLength(1);
});

test('an accepted act takes effect for other commands before it is delivered', async () => {
  const backend = createBackend();
  await desk.close();
  desk = await openTestServer({ overrides: { connector: () => backend } });
  contact = await desk.activeAgent('contact@contoso.example');
  requester = await desk.activeAgent('requester@contoso.example');
  const id = await resolved();
  backend.mood = 'down';
  const closing = act(id, 'close');
  expect(await requester.verdicts(closing)).toEqual(['accepted']);
  expect(await contact.verdicts(act(id, 'reopen'), commentCommand(id), rate(id, 2))).toEqual([
    'refused act-not-allowed',
    'refused ticket-closed',
    'accepted',
  ]);
  expect((await requester.sync()).tickets).toMatchObject([
    { status: 'resolved', actsUnderWay: [closing.key] },
  ]);
  backend.mood = 'well';
  desk.clock.advance(HOUR);
  expect(await seen()).toMatchObject({ status: 'closed', actsUnderWay: [] });
});

test('a lost response of the backend does not repeat an act', async () => {
  const backend = createBackend();
  await desk.close();
  desk = await openTestServer({ overrides: { connector: () => backend } });
  contact = await desk.activeAgent('contact@contoso.example');
  requester = await desk.activeAgent('requester@contoso.example');
  const id = await resolved();
  backend.mood = 'lost';
  const commands = [act(id, 'close'), rate(id, 4)];
  await requester.sync(commands);
  for (const { key } of commands) {
    await until(() => backend.acts.has(key), 'the backend has the act');
    const waiting = async () =>
      (await desk.rows("SELECT id FROM delivery WHERE key = ? AND state = 'waiting'", key))[0];
    await until(waiting, 'its response is lost');
    desk.clock.advance(HOUR);
  }
  expect(await seen()).toMatchObject({ status: 'closed', satisfaction: { score: 4 } });
  expect([...backend.acts.values()]).toEqual([
    { ticketRef: id, what: 'close' },
    { ticketRef: id, what: 'rated 4' },
  ]);
});

test('a response lost after the commit repeats no act and no rating', async () => {
  const id = await resolved();
  const commands = [act(id, 'reopen'), rate(id, 1)];
  expect(await requester.verdicts(...commands)).toEqual(['accepted', 'refused act-not-allowed']);
  await seen();
  await staffDo(id, 'resolve', { solution: 'More water.' });
  expect(await requester.verdicts(...commands)).toEqual(['accepted', 'accepted']);
  expect(await requester.verdicts(...commands)).toEqual(['accepted', 'accepted']);
  expect(await seen()).toMatchObject({
    status: 'resolved',
    solution: 'More water.',
    satisfaction: { score: 1 },
  });
  expect(await desk.rows("SELECT id FROM delivery WHERE operation = 'transition'")).toHaveLength(1);
  const reused = { ...act(id, 'close'), key: commands[0]?.key ?? '' };
  expect(await requester.verdicts(reused)).toEqual(['refused key-reused']);
});

test('an act of a technician during the delivery wins', async () => {
  let meanwhile = async () => {};
  const backend = createBackend();
  const slow = {
    ...backend,
    transition: async (operation: Parameters<typeof backend.transition>[0]) => {
      const answer = await backend.transition(operation);
      await meanwhile();
      return answer;
    },
  };
  await desk.close();
  desk = await openTestServer({ overrides: { connector: () => slow } });
  contact = await desk.activeAgent('contact@contoso.example');
  requester = await desk.activeAgent('requester@contoso.example');
  const id = await resolved();
  meanwhile = async () => {
    await staffDo(id, 'reopen');
  };
  await requester.sync([act(id, 'close')]);
  expect(await seen()).toMatchObject({ status: 'assigned', actsUnderWay: [] });
});

async function withApproval(body: Record<string, unknown> = {}) {
  await desk.runImport('directory', { people: [personOf('manager')] });
  await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
  const id = await newTicket({ categoryId: 'laptop', ...body });
  return { id, manager: await desk.activeAgent('manager@contoso.example') };
}

test('a ticket with an approver waits for the approval, and can be taken afterwards', async () => {
  const { id, manager } = await withApproval();
  expect(await seen()).toMatchObject({
    status: 'waiting_for_approval',
    approver: 'The manager',
    you: 'requester',
  });
  expect(codeOf(await staffDo(id, 'take'))).toBe('transition-not-allowed');
  expect(await seen(manager)).toMatchObject({
    id,
    you: 'approver',
    contacts: [{ email: 'contact@contoso.example' }],
  });
  for (const agent of [requester, contact]) {
    expect(await agent.verdicts(act(id, 'approve'))).toEqual(['refused act-not-allowed']);
  }
  expect(await manager.verdicts(commentCommand(id, { body: 'Granted.' }), act(id, 'approve'))).toEqual([
    'accepted',
    'accepted',
  ]);
  expect(await seen()).toMatchObject({
    status: 'approved',
    comments: [{ author: 'requester', body: 'Granted.' }],
  });
  expect((await staffDo(id, 'take')).body).toMatchObject({ status: 'assigned' });
  expect(await manager.verdicts(act(id, 'reject'))).toEqual(['refused act-not-allowed']);
});

test('a rejected ticket waits for approval again when reopened by requester or staff', async () => {
  const { id, manager } = await withApproval();
  await manager.sync([act(id, 'reject')]);
  expect(await seen()).toMatchObject({ status: 'rejected' });
  expect(await manager.verdicts(act(id, 'reopen'), rate(id, 1))).toEqual([
    'refused act-not-allowed',
    'refused act-not-allowed',
  ]);
  expect(await requester.verdicts(act(id, 'reopen'))).toEqual(['accepted']);
  expect(await seen()).toMatchObject({ status: 'waiting_for_approval' });
  await manager.sync([act(id, 'reject')]);
  await desk.delivered();
  expect((await staffDo(id, 'reopen')).body).toMatchObject({ status: 'waiting_for_approval' });
});

test('an approver who is also a contact has both rights', async () => {
  const manager = await desk.activeAgent('manager@contoso.example');
  const { id } = await withApproval({ contacts: [{ email: 'manager@contoso.example', fullName: 'M' }] });
  expect(await seen(manager)).toMatchObject({ you: 'approver' });
  expect(await requester.verdicts(act(id, 'approve'))).toEqual(['refused act-not-allowed']);
  expect(await manager.verdicts(act(id, 'approve'))).toEqual(['accepted']);
  expect(await seen(manager)).toMatchObject({ status: 'approved', you: 'contact' });
  await staffDo(id, 'take');
  await staffDo(id, 'resolve', { solution: 'Here.' });
  expect(await manager.verdicts(act(id, 'close'))).toEqual(['accepted']);
});

test('a server killed between the backend’s commit and its own carries out an act once', async () => {
  const id = await resolved();
  const { identity, secret } = requester;
  await desk.stop();
  const script = path.join(import.meta.dirname, '..', '..', 'fakes', 'server', 'dying-server.ts');
  const dying = runNode(script, ['transition'], desk.settings);
  const url = await dying.printed(/^server: (\S+)$/m);
  const doomed = await enrolAgent(url, ENROLMENT_KEY, { identity, secret });
  const command = act(id, 'close');
  // the response may be lost with the server; only the commit counts
  await doomed.ask('/v1/sync', { json: { cursor: 0, commands: [command] } }).catch(() => null);
  expect(await dying.ended()).toBe('SIGKILL');
  expect(await desk.rows('SELECT act FROM desk_act')).toEqual([{ act: 'close' }]);
  expect(await desk.rows('SELECT status FROM ticket')).toEqual([{ status: 'resolved' }]);

  await desk.start();
  requester = await enrolAgent(desk.url, ENROLMENT_KEY, { identity, secret });
  expect(await seen()).toMatchObject({ status: 'closed' });
  expect(await requester.verdicts(command)).toEqual(['accepted']);
  expect(await desk.rows('SELECT act FROM desk_act')).toHaveLength(1);
});

test('an act not yet delivered when the server stops is delivered after the restart', async () => {
  const id = await resolved();
  const { identity, secret } = requester;
  const free = await fillDisk(desk, { table: 'delivery', event: 'update', when: "new.state = 'done'" });
  expect(await requester.verdicts(act(id, 'close'))).toEqual(['accepted']);
  await desk.stop();
  expect(await desk.rows("SELECT attempt FROM delivery WHERE state = 'waiting'")).toEqual([{ attempt: 0 }]);
  await free();
  await desk.start();
  requester = await enrolAgent(desk.url, ENROLMENT_KEY, { identity, secret });
  expect(await seen()).toMatchObject({ status: 'closed' });
});
