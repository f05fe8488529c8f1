// Acts of staff on a ticket of another backend: they are done there, once and in order, and its status changes once it says so.
import { afterEach, describe, expect, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { Team } from '../../../contract/teams.ts';
import { HOUR, MINUTE } from '../../../server/clock.ts';
import { attachmentOf, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createBackend, ELSEWHERE, type FakeBackend, TAKES_STAFF } from '../../fakes/server/backend.ts';
import { openWithBackends } from '../../fakes/server/backends.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { insertStaff } from '../../fakes/server/staff.ts';
import type { TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
let there: FakeBackend;
let second: FakeBackend;
let secondId: string;
let id: string;
afterEach(() => desk.close());

/** A ticket that lives on a backend with these abilities, beside a second backend. Both are polled once. */
async function open(abilities: Partial<FakeBackend['capabilities']> = { staff: TAKES_STAFF }) {
  there = createBackend('T', { ...ELSEWHERE, ...abilities });
  second = createBackend('S', ELSEWHERE);
  const opened = await openWithBackends({ there, second }, 'there');
  desk = opened.desk;
  secondId = opened.ids.second;
  agent = await desk.activeAgent('requester@contoso.example');
  await polled();
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  id = command.key;
}

/** Waits until every backend was polled again and its changes are delivered. */
async function polled(): Promise<void> {
  const times = () => desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'");
  const before = desk.clock.now().toISOString();
  desk.clock.advance(MINUTE);
  await until(async () => (await times()).every((row) => String(row.polled_at) > before));
  await desk.delivered();
}

async function staffDo(name: string, json?: unknown) {
  const technician = await desk.technician();
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

async function seen(): Promise<DeskTicket> {
  const technician = await desk.technician();
  return DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
}

const acted = () => [...there.acts.values()].map(({ what }) => what);
const pending = { reason: 'A part is ordered.', until: null, untilAnswer: false };

test('what staff do is done there in their name, and the status changes once it is', async () => {
  await open();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  there.delayBy(() => held);
  const taken = DeskTicket.parse((await staffDo('take')).body);
  expect(taken).toMatchObject({ status: 'new', technician: null, elsewhere: { underWay: ['take'] } });
  expect(taken.elsewhere?.acts).toEqual(['note']);
  release();
  await desk.delivered();
  await polled();
  expect(await seen()).toMatchObject({
    status: 'assigned',
    technician: 'Tess Technician',
    elsewhere: { underWay: [], lacking: [], url: `https://backend.example/${id}` },
  });
  for (const [name, json, status] of [
    ['set-pending', pending, 'pending'],
    ['resume', undefined, 'assigned'],
    ['resolve', { solution: 'A new fuser.' }, 'resolved'],
    ['reopen', undefined, 'assigned'],
    ['resolve', { solution: 'Another fuser.' }, 'resolved'],
    ['close', undefined, 'closed'],
  ] as const) {
    expect((await staffDo(name, json)).status, name).toBe(200);
    await desk.delivered();
    expect(await seen()).toMatchObject({ status });
  }
  expect(acted()).toEqual(['assign', 'set-pending', 'resume', 'resolve', 'reopen', 'resolve', 'close']);
  const { events, solution } = await seen();
  expect(events.filter(({ by }) => by === 'staff')).toMatchObject([
    { to: 'assigned', name: 'Tess Technician' },
    { to: 'pending', name: 'Tess Technician', reason: 'A part is ordered.' },
    { to: 'assigned', name: 'Tess Technician', reason: null },
    { to: 'resolved', reason: 'A new fuser.' },
    { to: 'assigned' },
    { to: 'resolved', reason: 'Another fuser.' },
    { to: 'closed' },
  ]);
  await polled();
  expect(solution ?? (await seen()).solution).toBe('Another fuser.');
  expect((await seen()).elsewhere?.acts).toEqual([]);
  expect(await desk.rows("SELECT details FROM audit WHERE act = 'close'")).toHaveLength(1);
});

test('the requester learns why the ticket is pending, also once its backend was read again', async () => {
  await open();
  await staffDo('take');
  await desk.delivered();
  await staffDo('set-pending', pending);
  await desk.delivered();
  await polled();
  there.moves('pending', { technician: 'Somebody else' });
  await polled();
  expect((await agent.sync()).tickets[0]).toMatchObject({
    status: 'pending',
    technician: 'Somebody else',
    pending,
  });
  there.moves('assigned');
  await polled();
  expect((await agent.sync()).tickets[0]).toMatchObject({ status: 'assigned', pending: null });
});

describe('an act that cannot be', () => {
  test('is done there where the backend does not take it, and says so', async () => {
    await open({ staff: { close: ['resolved'] } });
    expect((await seen()).elsewhere).toMatchObject({
      acts: [],
      lacking: ['take', 'assign', 'set-pending', 'resume', 'resolve', 'reopen', 'note'],
    });
    expect(codeOf(await staffDo('take'))).toBe('done-there');
    expect(codeOf(await staffDo('close'))).toBe('transition-not-allowed');
    await desk.delivered();
    expect(acted()).toEqual([]);
  });

  test('is refused while another one is on its way', async () => {
    await open();
    there.mood = 'down';
    expect((await staffDo('take')).status).toBe(200);
    expect(codeOf(await staffDo('resolve', { solution: 'It works.' }))).toBe('act-under-way');
    there.mood = 'well';
    desk.clock.advance(HOUR);
    await desk.delivered();
    expect(acted()).toEqual(['assign']);
  });

  test('does not make a ticket pending that its backend would not bring back', async () => {
    await open();
    await staffDo('take');
    await desk.delivered();
    for (const more of [{ untilAnswer: true }, { until: '2031-01-01T00:00:00.000Z' }])
      expect(codeOf(await staffDo('set-pending', { ...pending, ...more }))).toBe('transition-not-allowed');
  });

  test('that the backend refuses is parked with its reason, changes nothing, and can be retried', async () => {
    await open();
    there.mood = 'refusing';
    await staffDo('take');
    const attempts = async () =>
      (await desk.rows("SELECT attempt, state FROM delivery WHERE operation = 'transition'"))[0];
    for (const attempt of [1, 2]) {
      await until(async () => {
        const row = await attempts();
        return row?.attempt === attempt && row.state === 'waiting';
      });
      desk.clock.advance(HOUR);
    }
    await until(async () => (await attempts())?.state === 'parked');
    const parked = await seen();
    expect(parked).toMatchObject({
      status: 'new',
      parked: { reason: { en: 'a right is missing' } },
      elsewhere: { underWay: ['take'] },
    });
    there.mood = 'well';
    const technician = await desk.technician();
    await technician.ask(`/deliveries/${parked.parked?.deliveryId}/retry`, { method: 'POST' });
    await desk.delivered();
    expect(await seen()).toMatchObject({ status: 'assigned', parked: null });
  });
});

test('an act whose answer was lost is done once', async () => {
  await open();
  there.mood = 'lost';
  await staffDo('take');
  await until(() => acted().length === 1);
  there.mood = 'well';
  desk.clock.advance(HOUR);
  await desk.delivered();
  expect(acted()).toEqual(['assign']);
  expect(await seen()).toMatchObject({ status: 'assigned' });
});

test('everything is offered where the backend has a status that is not mapped to one of ours', async () => {
  await open();
  there.unmappedStatus = 'Frozen';
  there.moves('assigned');
  await polled();
  expect((await seen()).elsewhere?.acts).toContain('close');
});

test('an internal note goes there with its author, without its files, and no requester sees it', async () => {
  await open();
  const bytes = Buffer.from('a picture');
  const attachment = attachmentOf(bytes);
  const { cookie } = await desk.technician();
  const sent = await fetch(`${desk.url}/v1/console/uploads/${attachment.sha256}`, {
    method: 'PUT',
    headers: { cookie, origin: desk.url, 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  expect(sent.status).toBe(204);
  await staffDo('replies', { body: 'Between us.', internal: true, attachments: [attachment] });
  await staffDo('replies', { body: 'Which room?', internal: false });
  await desk.delivered();
  const { notes, files, comments } = there.ticket();
  expect(notes).toEqual([expect.stringMatching(/^Tess Technician: Between us\.\n\n\[.*\] screen\.png$/)]);
  expect(files).toEqual([]);
  expect(comments.map(({ body }) => body)).toEqual(['Which room?']);
  expect((await agent.sync()).tickets[0]?.comments.map(({ body }) => body)).toEqual(['Which room?']);
});

test('an internal note stays here where the backend takes none', async () => {
  await open({});
  await staffDo('replies', { body: 'Between us.', internal: true });
  await desk.delivered();
  expect(acted()).toEqual([]);
});

test('an assignment goes to the member of the team that was chosen, by their address', async () => {
  await open();
  const memberId = await insertStaff(desk, {
    email: 'ana@contoso.example',
    fullName: 'Ana',
    role: 'technician',
  });
  const administrator = await desk.administrator();
  const made = await administrator.ask('/teams', {
    json: { name: 'Network', assigning: 'nobody', memberIds: [memberId] },
  });
  const { id: teamId } = Team.parse(made.body);
  expect(codeOf(await staffDo('assign', { teamId, to: 'nobody' }))).toBe('technician-not-in-team');
  expect((await staffDo('assign', { teamId, to: { technicianId: memberId } })).status).toBe(200);
  await desk.delivered();
  await polled();
  expect(await seen()).toMatchObject({ status: 'assigned', technician: 'Ana', elsewhere: { underWay: [] } });
});

test('a second backend follows what staff do in the first', async () => {
  await open();
  await staffDo('hand-over', { backendId: secondId, note: '' });
  await desk.delivered();
  await staffDo('resolve', { solution: 'A new fuser.' });
  await desk.delivered();
  await polled();
  expect(second.ticket()).toMatchObject({ status: 'resolved', solution: 'A new fuser.' });
  await staffDo('close');
  await desk.delivered();
  await polled();
  expect([there.ticket().status, second.ticket().status]).toEqual(['closed', 'closed']);
  expect(await seen()).toMatchObject({ status: 'closed' });
});
