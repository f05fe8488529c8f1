// Hand-over: the second backend gets a copy, comments go both ways, and the requester sees one ticket.
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import {
  attachmentOf,
  commandOn,
  commentCommand,
  type FakeAgent,
  ticketCommand,
} from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
let school: FakeBackend;
let group: FakeBackend;
let groupId: string;
afterEach(() => desk.close());

/** A server with the backends of a school and of its group, or with the built-in desk as first. Both are polled once. */
async function open(first: 'school' | 'built-in', abilities: Partial<FakeBackend['capabilities']> = {}) {
  school = createBackend('S', { ...ELSEWHERE, ...abilities });
  group = createBackend('G', ELSEWHERE);
  const opened = await openWithBackends({ school, group }, first);
  desk = opened.desk;
  groupId = opened.ids.group;
  agent = await desk.activeAgent('requester@contoso.example');
  await polled();
}

/** Waits until every backend was polled again and its changes are delivered. */
async function polled(): Promise<void> {
  const times = async () =>
    (await desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'")).map((row) => row.polled_at);
  const before = desk.clock.now().toISOString();
  desk.clock.advance(MINUTE);
  await until(async () => (await times()).every((time) => String(time) > before));
  await desk.delivered();
}

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function staffDo(id: string, name: string, json?: unknown) {
  const technician = await desk.technician();
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

function handOver(id: string, note = '') {
  return staffDo(id, 'hand-over', { backendId: groupId, note });
}

async function seen() {
  await desk.delivered();
  return (await agent.sync()).tickets[0];
}

const act = (id: string, name: string) => commandOn(id, 'act-on-ticket', { act: name });

/** The acts that a backend has received. */
function whatOf(backend: FakeBackend): string[] {
  return [...backend.acts.values()].map(({ what }) => what);
}

test('the second backend gets the note, the ticket, its people, files and public comments', async () => {
  await open('school');
  const picture = randomBytes(2000);
  await agent.upload(picture);
  const id = await newTicket({ description: 'It smokes.', attachments: [attachmentOf(picture)] });
  await agent.sync([commentCommand(id, { body: 'Still.' })]);
  await staffDo(id, 'replies', { body: 'Between us.', internal: true });
  await staffDo(id, 'replies', { body: 'We ask the group.', internal: false });
  const handed = DeskTicket.parse((await handOver(id, 'Please look at the switch.')).body);
  expect(handed.links).toMatchObject([
    { backend: 'school', tier: 1, number: 'S-1' },
    { backend: 'group', tier: 2 },
  ]);
  expect(handed.handOverTo).toEqual([]);
  expect(handed.comments.at(-1)).toMatchObject({ internal: true, body: 'Please look at the switch.' });
  await desk.delivered();
  expect(group.ticket()).toMatchObject({
    content: {
      description: 'Please look at the switch.\n\nIt smokes.',
      requester: { email: 'requester@contoso.example' },
    },
    files: ['screen.png'],
    comments: [
      { author: 'A requester', body: 'Still.' },
      { author: 'Tess Technician', body: 'We ask the group.' },
    ],
  });
  expect(await seen()).toMatchObject({
    number: 'S-1',
    comments: [{ body: 'Still.' }, { body: 'We ask the group.' }],
  });
  expect(await desk.rows("SELECT details FROM audit WHERE act = 'hand-over'")).toEqual([
    { details: JSON.stringify({ backend: groupId }) },
  ]);
});

test('a comment on either backend reaches the other and the requester once', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  group.replies('A group technician', 'Which port?');
  await polled();
  school.replies('A school technician', 'Port 7.');
  await polled();
  await agent.sync([commentCommand(id, { body: 'It is port 8.' })]);
  await polled();
  await polled();
  const bodies = ['Which port?', 'Port 7.', 'It is port 8.'];
  expect((await seen())?.comments.map(({ body }) => body)).toEqual(bodies);
  for (const backend of [school, group]) {
    expect(backend.ticket().comments.map(({ body }) => body)).toEqual(bodies);
  }
  expect(school.ticket().comments[0]).toMatchObject({ author: 'A group technician' });
});

test('a resolution by the second backend resolves the first, and the requester closes both', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  group.moves('assigned', { technician: 'A group technician' });
  await polled();
  expect(await seen()).toMatchObject({ status: 'new', technician: null });
  group.moves('resolved', { solution: 'A new cable.' });
  await polled();
  expect(school.ticket()).toMatchObject({ status: 'resolved', solution: 'A new cable.' });
  await polled();
  expect(await seen()).toMatchObject({ status: 'resolved', solution: 'A new cable.' });
  expect(
    await agent.verdicts(act(id, 'close'), commandOn(id, 'rate-ticket', { score: 4, comment: '' })),
  ).toEqual(['accepted', 'accepted']);
  expect(await seen()).toMatchObject({ status: 'closed' });
  await polled();
  expect([school.ticket().status, group.ticket().status]).toEqual(['closed', 'closed']);
  expect([whatOf(school), whatOf(group)]).toEqual([['resolve', 'close', 'rated 4'], ['close']]);
});

test('a reopening by the requester reopens both, and the second backend can resolve it again', async () => {
  await open('built-in');
  const id = await newTicket();
  expect(DeskTicket.parse((await handOver(id)).body)).toMatchObject({
    status: 'assigned',
    technician: 'Tess Technician',
  });
  await desk.delivered();
  group.moves('resolved', { solution: 'A new cable.' });
  await polled();
  expect(await seen()).toMatchObject({ number: 'R-000001', status: 'resolved', solution: 'A new cable.' });
  expect(await agent.verdicts(act(id, 'reopen'))).toEqual(['accepted']);
  expect(await seen()).toMatchObject({ status: 'assigned', solution: null });
  await polled();
  expect(group.ticket().status).toBe('assigned');
  expect(await seen()).toMatchObject({ status: 'assigned' });
  group.moves('resolved', { solution: 'Another cable.' });
  await polled();
  expect(await seen()).toMatchObject({ status: 'resolved', solution: 'Another cable.' });
  await staffDo(id, 'close');
  await desk.delivered();
  expect(group.ticket().status).toBe('closed');
});

test('a first backend that cannot be resolved from here gets the solution as a comment', async () => {
  await open('school', { resolve: false });
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  group.moves('resolved', { solution: 'A new cable.', technician: 'A group technician' });
  await polled();
  expect(school.ticket()).toMatchObject({
    status: 'new',
    comments: [{ author: 'A group technician', body: 'A new cable.' }],
  });
  await polled();
  expect(await seen()).toMatchObject({ id, status: 'new', comments: [] });
});

test('a ticket is handed over only once, while open, and to another existing backend', async () => {
  await open('built-in');
  const id = await newTicket();
  const nowhere = '01900000-0000-7000-8000-000000000000';
  expect(codeOf(await staffDo(nowhere, 'hand-over', { backendId: groupId, note: '' }))).toBe('not-found');
  expect(codeOf(await staffDo(id, 'hand-over', { backendId: nowhere, note: '' }))).toBe('not-found');
  expect(codeOf(await staffDo(id, 'hand-over', { backendId: 'built-in', note: '' }))).toBe(
    'transition-not-allowed',
  );
  expect((await handOver(id)).status).toBe(200);
  expect(codeOf(await handOver(id))).toBe('already-handed-over');
  const other = await newTicket();
  await staffDo(other, 'take');
  await staffDo(other, 'resolve', { solution: 'Water.' });
  expect(codeOf(await handOver(other))).toBe('transition-not-allowed');
  expect(group.tickets.size).toBe(1);
});

test('a discarded hand-over can be repeated', async () => {
  await open('built-in');
  const id = await newTicket();
  group.mood = 'refusing';
  await handOver(id);
  await until(
    async () => (await desk.rows("SELECT id FROM delivery WHERE attempt = 1 AND state = 'waiting'"))[0],
  );
  await desk.alter("UPDATE delivery SET state = 'parked' WHERE state = 'waiting'");
  const administrator = await desk.administrator();
  const { parked } = DeskTicket.parse((await administrator.ask(`/tickets/${id}`)).body);
  await administrator.ask(`/deliveries/${parked?.deliveryId}/discard`, { method: 'POST' });
  group.mood = 'well';
  expect((await handOver(id)).status).toBe(200);
  await until(() => group.tickets.size === 1);
});

test('lost responses and server restarts neither lose nor repeat an operation', async () => {
  await open('built-in');
  const id = await newTicket();
  await agent.sync([commentCommand(id, { body: 'Still.' })]);
  await desk.delivered();
  group.mood = 'lost';
  await handOver(id, 'Please.');
  // each operation is carried out and its response lost, then the server restarts and searches for it
  for (const carriedOut of [1, 2]) {
    await until(() => group.tickets.size + group.acts.size === carriedOut);
    await until(
      async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND attempt = 1"))[0],
    );
    await desk.stop();
    await desk.start();
    desk.clock.advance(HOUR);
  }
  group.mood = 'well';
  desk.clock.advance(HOUR);
  await desk.delivered();
  group.moves('resolved', { solution: 'A new cable.' });
  await polled();
  await polled();
  expect([group.tickets.size, group.acts.size]).toEqual([1, 1]);
  expect(await desk.rows('SELECT status, solution FROM ticket WHERE id = ?', id)).toEqual([
    { status: 'resolved', solution: 'A new cable.' },
  ]);
  expect(await desk.rows('SELECT body FROM comment WHERE internal = 0')).toEqual([{ body: 'Still.' }]);
});

test('a text that nobody has proven to be the desk’s is a note for staff, and goes to no one else', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  school.isAnsweredBy('someone@gmail.example', 'Pay here.');
  school.replies('A school technician', 'Which port?');
  await polled();
  await polled();
  expect((await seen())?.comments.map(({ body }) => body)).toEqual(['Which port?']);
  expect(group.ticket().comments.map(({ body }) => body)).toEqual(['Which port?']);
  const ticket = DeskTicket.parse((await (await desk.technician()).ask(`/tickets/${id}`)).body);
  const notes = ticket.comments.filter(({ internal }) => internal);
  expect(notes).toMatchObject([
    { authorName: 'Guichet', body: expect.stringMatching(/someone@gmail\.example[\s\S]*\n\nPay here\.$/) },
  ]);
});

test('two desks that acknowledge each message do not answer each other without end', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  let acknowledged = 0;
  const acknowledge = () => {
    for (const backend of [school, group]) {
      const { comments } = backend.ticket();
      for (const _ of comments.slice(acknowledged))
        backend.replies('A desk', `Request ${comments.length} is registered.`);
    }
    acknowledged = Math.max(school.ticket().comments.length, group.ticket().comments.length);
  };
  school.replies('A school technician', 'Which port?');
  for (let round = 0; round < 5; round += 1) {
    await polled();
    acknowledge();
  }
  const relayed = async () =>
    (await desk.rows("SELECT id FROM delivery WHERE operation = 'add-comment'")).length;
  const before = await relayed();
  for (let round = 0; round < 3; round += 1) {
    await polled();
    acknowledge();
  }
  expect(await relayed()).toBe(before);
  // the question, and each acknowledgement twice
  expect(before).toBe(5);
});

test('more messages than people write are shown but not passed on, and staff are told once', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  for (let count = 0; count < 15; count += 1) school.replies('A machine', `Line ${'x'.repeat(count + 1)}`);
  await polled();
  expect(group.ticket().comments).toHaveLength(10);
  expect((await seen())?.comments).toHaveLength(15);
  const ticket = DeskTicket.parse((await (await desk.technician()).ask(`/tickets/${id}`)).body);
  const notes = ticket.comments.filter(({ internal }) => internal);
  expect(notes.map(({ body }) => body.includes('faster than people write'))).toEqual([true]);
  desk.clock.advance(10 * MINUTE);
  school.replies('A school technician', 'We are back.');
  await polled();
  expect(group.ticket().comments.at(-1)).toMatchObject({ body: 'We are back.' });
});

test('a loop that is slower than ten messages in ten minutes ends too, over a restart, and staff are told once', async () => {
  await open('school');
  const id = await newTicket();
  await handOver(id);
  await desk.delivered();
  for (let round = 1; round <= 13; round += 1) {
    for (let count = 1; count <= 5; count += 1)
      school.replies('A machine', `Line ${'x'.repeat(round)} ${'y'.repeat(count)}`);
    await polled();
    desk.clock.advance(6 * MINUTE);
    if (round !== 11) continue;
    await desk.stop();
    await desk.start();
  }
  expect(group.ticket().comments).toHaveLength(50);
  const ticket = DeskTicket.parse((await (await desk.technician()).ask(`/tickets/${id}`)).body);
  expect(ticket.comments.filter(({ internal }) => internal)).toHaveLength(1);
  expect(ticket.comments.filter(({ internal }) => !internal)).toHaveLength(65);
});
