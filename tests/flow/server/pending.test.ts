// Tickets of the built-in desk that wait for something, and the history that staff see.
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { DeskTicket } from '../../../contract/console.ts';
import { DAY, HOUR, MINUTE } from '../../../server/clock.ts';
import { commandOn, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { type FakeStaff, openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
let technician: FakeStaff;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
  technician = await desk.technician();
});
afterEach(() => desk.close());

function act(id: string, name: string, json?: unknown) {
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

async function takenTicket(): Promise<string> {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  await act(command.key, 'take');
  return command.key;
}

const inHours = (hours: number) => new Date(desk.clock.now().getTime() + hours * HOUR).toISOString();
const pending = (change: object = {}) => ({
  reason: 'A new screen is ordered.',
  until: null,
  untilAnswer: false,
  ...change,
});

async function ofStaff(id: string): Promise<DeskTicket> {
  return DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
}

async function ofRequester() {
  return (await agent.sync()).tickets[0];
}

test('a pending ticket tells its requester why, and until when', async () => {
  const id = await takenTicket();
  const wait = pending({ until: inHours(48), untilAnswer: true });
  expect((await act(id, 'set-pending', wait)).body).toMatchObject({ status: 'pending', pending: wait });
  expect(await ofRequester()).toMatchObject({ status: 'pending', pending: wait });
  expect((await act(id, 'resume')).body).toMatchObject({ status: 'assigned', pending: null });
  expect(await ofRequester()).toMatchObject({ status: 'assigned', pending: null });
});

test('another reason replaces the first one', async () => {
  const id = await takenTicket();
  await act(id, 'set-pending', pending({ until: inHours(1) }));
  await act(id, 'set-pending', pending({ reason: 'The screen comes later.' }));
  desk.clock.advance(2 * HOUR);
  expect(await ofStaff(id)).toMatchObject({
    status: 'pending',
    pending: { reason: 'The screen comes later.', until: null },
  });
});

test('the history keeps each reason, with until when it waits', async () => {
  const id = await takenTicket();
  const first = pending({ until: inHours(1) });
  const second = pending({ reason: 'The screen comes later.', until: inHours(9), untilAnswer: true });
  await act(id, 'set-pending', first);
  await act(id, 'set-pending', second);
  const administrator = await desk.administrator();
  await administrator.ask(`/tickets/${id}/set-pending`, { json: { ...second, until: null } });
  const waits = (await ofStaff(id)).events.slice(1);
  const by = { by: 'staff', name: 'Tess Technician', to: 'pending' };
  expect(waits).toMatchObject([
    { ...by, from: 'assigned', reason: first.reason, pending: { until: first.until, untilAnswer: false } },
    { ...by, from: 'pending', reason: second.reason, pending: { until: second.until, untilAnswer: true } },
    {
      ...{
        from: 'pending',
        to: 'pending',
        reason: second.reason,
        pending: { until: null, untilAnswer: true },
      },
      name: expect.not.stringMatching('Tess'),
    },
  ]);
  expect(waits.map(({ renamed }) => renamed)).toEqual([null, null, null]);
  // the agent has the present one
  expect(await ofRequester()).toMatchObject({ pending: { reason: second.reason, until: null } });
});

describe('a pending ticket comes back', () => {
  test('at its date, and not before', async () => {
    const [id, other] = [await takenTicket(), await takenTicket()];
    await act(id, 'set-pending', pending({ until: inHours(1) }));
    await act(other, 'set-pending', pending({ until: inHours(3) }));
    desk.clock.advance(HOUR - MINUTE);
    expect(await ofStaff(id)).toMatchObject({ status: 'pending' });
    await until(async () => {
      desk.clock.advance(MINUTE);
      return (await ofStaff(id)).status === 'assigned';
    });
    expect(await ofStaff(other)).toMatchObject({ status: 'pending' });
    expect((await ofStaff(id)).events.at(-1)).toMatchObject({
      from: 'pending',
      to: 'assigned',
      by: 'guichet',
    });
  });

  test('at its date also when more fall due than are looked for at once', async () => {
    const ids = [await takenTicket()];
    await act(ids[0] ?? '', 'set-pending', pending({ until: inHours(1) }));
    const copies = 101;
    const [row] = await desk.rows('SELECT * FROM ticket');
    const columns = Object.keys(row ?? {});
    const places = columns.map(() => '?').join();
    for (let copy = 0; copy < copies; copy += 1) {
      const of = { ...row, id: `00000000-0000-7000-8000-${String(copy).padStart(12, '0')}` };
      await desk.alter(`INSERT INTO ticket (${columns.join()}) VALUES (${places})`, ...Object.values(of));
      await desk.alter(
        `INSERT INTO link (id, ticket_id, backend_id, tier, created_at, updated_at) VALUES (?, ?, 'built-in', 1, ?, ?)`,
        ...[of.id, of.id, '2030-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'],
      );
    }
    desk.clock.advance(DAY);
    await until(async () => {
      desk.clock.advance(MINUTE);
      return (await desk.rows("SELECT id FROM ticket WHERE status = 'pending'")).length === 0;
    });
  });

  test('when its requester answers, where it waits for that', async () => {
    const id = await takenTicket();
    await act(id, 'set-pending', pending({ untilAnswer: true }));
    await act(id, 'replies', { body: 'Which room?', internal: false });
    expect(await ofStaff(id)).toMatchObject({ status: 'pending' });
    await agent.sync([commentCommand(id, { body: 'B 12.' })]);
    await desk.delivered();
    expect(await ofStaff(id)).toMatchObject({ status: 'assigned', pending: null });
    expect((await ofStaff(id)).events.at(-1)).toMatchObject({ by: 'participant', name: 'A requester' });
  });

  test('not when its requester answers, where it waits for something else', async () => {
    const id = await takenTicket();
    await act(id, 'set-pending', pending({ until: inHours(5) }));
    await agent.sync([commentCommand(id, { body: 'Thank you.' })]);
    await desk.delivered();
    expect(await ofStaff(id)).toMatchObject({ status: 'pending' });
  });

  test('once, when the answer and the date come together', async () => {
    const id = await takenTicket();
    await act(id, 'set-pending', pending({ until: inHours(1), untilAnswer: true }));
    await agent.sync([commentCommand(id, { body: 'B 12.' })]);
    desk.clock.advance(2 * HOUR);
    await desk.delivered();
    await until(async () => (await ofStaff(id)).status === 'assigned');
    const back = (await ofStaff(id)).events.filter(({ to }) => to === 'assigned');
    expect(back).toHaveLength(2);
  });
});

test('a ticket that is not assigned cannot become pending, and a date that has passed is refused', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.delivered();
  expect(codeOf(await act(command.key, 'set-pending', pending()))).toBe('transition-not-allowed');
  expect(codeOf(await act(command.key, 'resume'))).toBe('transition-not-allowed');
  await act(command.key, 'take');
  for (const hours of [-1, 0])
    expect(codeOf(await act(command.key, 'set-pending', pending({ until: inHours(hours) })))).toBe(
      'date-past',
    );
  for (const wrong of [pending({ reason: ' ' }), pending({ until: 'tomorrow' }), {}])
    expect(codeOf(await act(command.key, 'set-pending', wrong))).toBe('invalid-request');
  expect(await ofStaff(command.key)).toMatchObject({ status: 'assigned', pending: null });
});

test('a pending ticket is resolved once it has come back', async () => {
  const id = await takenTicket();
  await act(id, 'set-pending', pending());
  expect(codeOf(await act(id, 'resolve', { solution: 'Early.' }))).toBe('transition-not-allowed');
  await act(id, 'resume');
  expect((await act(id, 'resolve', { solution: 'A new screen.' })).body).toMatchObject({
    status: 'resolved',
  });
});

test('the history says who changed the status, when and why, and participants do not get it', async () => {
  const id = await takenTicket();
  await act(id, 'set-pending', pending());
  await act(id, 'resume');
  await act(id, 'resolve', { solution: 'A new screen.' });
  await agent.sync([commandOn(id, 'act-on-ticket', { act: 'reopen' })]);
  await desk.delivered();
  const staff = { by: 'staff', name: 'Tess Technician', reason: null };
  expect((await ofStaff(id)).events).toMatchObject([
    { ...staff, from: 'new', to: 'assigned' },
    { ...staff, from: 'assigned', to: 'pending', reason: 'A new screen is ordered.' },
    { ...staff, from: 'pending', to: 'assigned' },
    { ...staff, from: 'assigned', to: 'resolved', reason: 'A new screen.' },
    { by: 'participant', name: 'A requester', from: 'resolved', to: 'assigned' },
  ]);
  expect(await ofRequester()).not.toHaveProperty('events');
});

describe('where the clock of the server changes, a pending ticket comes back once, at its instant', () => {
  /** It can be set; time passes as before for what waits. */
  const base = createClock();
  let set = 0;
  const settable = { ...base, now: () => new Date(base.now().getTime() + set) };

  /** Returns a ticket that waits until then. */
  async function waitingTicket(start: string, until: string): Promise<string> {
    await desk.close();
    set = Date.parse(start) - base.now().getTime();
    desk = await openTestServer({ clock: settable });
    agent = await desk.activeAgent('requester@contoso.example');
    technician = await desk.technician();
    const id = await takenTicket();
    expect((await act(id, 'set-pending', pending({ until }))).status).toBe(200);
    return id;
  }

  /** Lets minutes pass, with a look in each. Returns when the ticket came back. */
  async function passed(id: string, minutes: number): Promise<string[]> {
    for (let minute = 0; minute < minutes; minute += 1) {
      base.advance(MINUTE);
      await desk.delivered();
    }
    return cameBack(id);
  }

  /** No session outlives the day: from the database. */
  async function cameBack(id: string): Promise<string[]> {
    const events = await desk.rows(
      "SELECT at FROM ticket_event WHERE ticket_id = ? AND from_status = 'pending' ORDER BY ordinal",
      id,
    );
    return events.map(({ at }) => String(at));
  }

  /** Waits until it is back, which is not before `due` on that clock, and within minutes; then stays so. */
  async function expectBack(id: string, due: string): Promise<void> {
    const [at = ''] = await until(async () => {
      base.advance(MINUTE);
      const back = await cameBack(id);
      return back.length > 0 && back;
    }, 'it comes back');
    const late = Date.parse(at) - Date.parse(due);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(10 * MINUTE);
    set -= HOUR;
    expect(await passed(id, 70)).toEqual([at]);
  }

  test('set back an hour, before it and after it', async () => {
    const due = '2030-05-01T08:20:00.000Z';
    const id = await waitingTicket('2030-05-01T08:00:00.000Z', due);
    expect(await passed(id, 10)).toEqual([]);
    set -= HOUR;
    expect(await passed(id, 65)).toEqual([]);
    await expectBack(id, due);
  });

  test('set forward a day, past it, and back again', async () => {
    const id = await waitingTicket('2030-05-01T08:00:00.000Z', '2030-05-01T20:00:00.000Z');
    set += DAY;
    await expectBack(id, '2030-05-02T08:00:00.000Z');
    set -= DAY;
    expect(await passed(id, 3)).toHaveLength(1);
  });

  test.each([
    ['begins', '2030-03-31T00:50:00.000Z', '2030-03-31T01:10:00.000Z'],
    ['ends', '2030-10-27T00:50:00.000Z', '2030-10-27T01:10:00.000Z'],
  ])('summer time %s meanwhile where the server is', async (_, start, due) => {
    const { TZ } = process.env;
    process.env.TZ = 'Europe/Paris';
    onTestFinished(() => {
      process.env.TZ = TZ;
    });
    const offset = new Date(start).getTimezoneOffset();
    expect(new Date(due).getTimezoneOffset()).not.toBe(offset);
    const id = await waitingTicket(start, due);
    expect(await passed(id, 18)).toEqual([]);
    await expectBack(id, due);
  });
});
