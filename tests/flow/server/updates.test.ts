// What a backend says of its tickets reaches their requesters: once, in its own words where we have none, and in order.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ListedBackend } from '../../../contract/backends.ts';
import { DAY, MINUTE, SECOND } from '../../../server/clock.ts';
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
let itop: FakeBackend;
beforeEach(async () => {
  itop = createBackend('I', ELSEWHERE);
  desk = (await openWithBackends({ itop }, 'itop')).desk;
  agent = await desk.activeAgent('requester@contoso.example');
  // the backend was added after the server's start: from the first minute on it is asked
  desk.clock.advance(MINUTE);
  await until(() => desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'")[0]?.polled_at);
});
afterEach(() => desk.close());

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function seen() {
  return (await agent.sync()).tickets[0];
}

/** Lets the backend be asked, and waits until `hasCome`. */
async function heard(hasCome: (ticket: Awaited<ReturnType<typeof seen>>) => unknown): Promise<void> {
  desk.clock.advance(MINUTE);
  await until(async () => hasCome(await seen()));
}

test('status, technician and solution come, and the number from the start', async () => {
  await newTicket();
  expect(await seen()).toMatchObject({ number: 'I-1', status: 'new', numberAwaited: false });
  itop.moves('assigned', { technician: 'A technician' });
  await heard((ticket) => ticket?.status === 'assigned');
  itop.moves('resolved', { solution: 'Water.' });
  await heard((ticket) => ticket?.status === 'resolved');
  expect(await seen()).toMatchObject({ technician: 'A technician', solution: 'Water.', statusText: null });
});

test('a status that the map does not know is shown in the backend’s own words', async () => {
  await newTicket();
  itop.unmappedStatus = 'Geler';
  itop.moves('pending');
  await heard((ticket) => ticket?.statusText === 'Geler');
  expect(await seen()).toMatchObject({ status: 'new' });
});

test('what its technicians write is read once; what came from here is not read back', async () => {
  const id = await newTicket();
  itop.replies('A technician', 'Which room?');
  await agent.sync([commentCommand(id, { body: 'B 12.' })]);
  await desk.delivered();
  await heard((ticket) => ticket?.comments.length === 2);
  itop.replies('A technician', 'On my way.');
  await heard((ticket) => ticket?.comments.length === 3);
  expect((await seen())?.comments).toMatchObject([
    { author: 'requester', body: 'B 12.' },
    { author: 'technician', authorName: 'A technician', body: 'Which room?' },
    { author: 'technician', body: 'On my way.' },
  ]);
  expect(itop.ticket().comments).toHaveLength(3);
});

test('a poll that says nothing new numbers no change', async () => {
  await newTicket();
  itop.moves('assigned');
  await heard((ticket) => ticket?.status === 'assigned');
  const { cursor } = await agent.sync();
  desk.alter("UPDATE backend SET cursor = '0' WHERE kind = 'itop'");
  const before = desk.clock.now().toISOString();
  desk.clock.advance(MINUTE);
  await until(
    () => String(desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'")[0]?.polled_at) > before,
  );
  expect((await agent.sync([], cursor)).tickets).toEqual([]);
});

test('an answer that was given before an act of the requester does not undo it', async () => {
  const id = await newTicket();
  itop.moves('resolved', { solution: 'Water.' });
  await heard((ticket) => ticket?.status === 'resolved');
  const { changesSince } = itop;
  let answered = () => {};
  const asked = new Promise<void>((resolve) => {
    itop.changesSince = async () => {
      const old = await changesSince('0');
      itop.changesSince = changesSince;
      resolve();
      await new Promise<void>((go) => {
        answered = go;
      });
      return old;
    };
  });
  desk.clock.advance(MINUTE);
  await asked;
  expect(await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }))).toEqual(['accepted']);
  await desk.delivered();
  const before = desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'")[0]?.polled_at;
  desk.clock.advance(SECOND);
  answered();
  await until(() => desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'")[0]?.polled_at !== before);
  expect(await seen()).toMatchObject({ status: 'assigned', solution: null });
  await heard((ticket) => ticket?.status === 'assigned');
});

test('a ticket whose answer was lost hears what was written there before it was found again', async () => {
  itop.mood = 'lost';
  const command = ticketCommand();
  await agent.sync([command]);
  await until(() => itop.tickets.size === 1);
  itop.replies('A technician', 'Which room?');
  await until(() => desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND attempt = 1")[0]);
  itop.mood = 'well';
  desk.clock.advance(MINUTE);
  await desk.delivered();
  await heard((ticket) => ticket?.comments.length === 1);
  expect(itop.tickets.size).toBe(1);
});

describe('a ticket whose making was given up', () => {
  /** It is there all the same: only its answer was lost, a week ago. */
  async function givenUp(): Promise<string> {
    itop.mood = 'lost';
    const command = ticketCommand();
    await agent.sync([command]);
    await until(() => desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND attempt = 1")[0]);
    itop.mood = 'down';
    desk.clock.advance(7 * DAY);
    await until(() => desk.rows("SELECT id FROM delivery WHERE state = 'parked'")[0]);
    itop.mood = 'well';
    return command.key;
  }

  async function retry(): Promise<void> {
    const [parked] = desk.rows("SELECT id FROM delivery WHERE state = 'parked'");
    const technician = await desk.technician();
    await technician.ask(`/deliveries/${parked?.id}/retry`, { method: 'POST' });
    await desk.delivered();
  }

  test('shows the requester’s reply at once, and sends it after the ticket', async () => {
    const id = await givenUp();
    const { cursor } = await agent.sync();
    const comment = commentCommand(id, { body: 'B 12.' });
    const { tickets } = await agent.sync([comment], cursor);
    expect(tickets[0]?.comments).toMatchObject([{ id: comment.key, body: 'B 12.' }]);
    expect(desk.rows('SELECT operation, state FROM delivery ORDER BY ordinal')).toEqual([
      { operation: 'create-ticket', state: 'parked' },
      { operation: 'add-comment', state: 'waiting' },
    ]);
    await retry();
    expect(itop.ticket().comments).toMatchObject([{ key: comment.key, body: 'B 12.' }]);
  });

  test('hears what was written there meanwhile once it is found, though that was read past', async () => {
    await givenUp();
    itop.replies('A technician', 'Which room?');
    desk.clock.advance(MINUTE);
    await until(
      () => desk.rows("SELECT id FROM backend WHERE kind = 'itop' AND cursor = '1'")[0],
      'it is read',
    );
    await retry();
    await heard((ticket) => ticket?.comments.length === 1);
    expect(itop.tickets.size).toBe(1);
  });
});

test('files go after their ticket and their comment, each once', async () => {
  const [picture, log] = [randomBytes(2000), randomBytes(300)];
  await agent.upload(picture);
  await agent.upload(log);
  const id = await newTicket({ attachments: [attachmentOf(picture)] });
  await agent.sync([
    commentCommand(id, { body: '', attachments: [attachmentOf(log, 'log.txt', 'text/plain')] }),
  ]);
  await desk.delivered();
  expect(itop.ticket().files).toEqual(['screen.png', 'log.txt']);
  expect(
    desk.rows('SELECT operation FROM delivery ORDER BY ordinal').map(({ operation }) => operation),
  ).toEqual(['create-ticket', 'add-attachment', 'add-attachment']);
});

test('its status is not changed from the console here, and a reply goes there', async () => {
  const id = await newTicket();
  const technician = await desk.technician();
  expect(codeOf(await technician.ask(`/tickets/${id}/take`, { method: 'POST' }))).toBe(
    'transition-not-allowed',
  );
  const json = { body: 'We are looking.', internal: false };
  expect((await technician.ask(`/tickets/${id}/replies`, { json })).status).toBe(200);
  await desk.delivered();
  expect(itop.ticket().comments).toMatchObject([{ author: 'Tess Technician', body: 'We are looking.' }]);
  await heard((ticket) => ticket?.comments.length === 1);
});

test('a backend that cannot be asked is noted with its reason, and read on from where it was', async () => {
  await newTicket();
  itop.mood = 'down';
  itop.moves('assigned');
  desk.clock.advance(MINUTE);
  await until(() => desk.rows("SELECT last_failure FROM backend WHERE kind = 'itop'")[0]?.last_failure);
  itop.mood = 'well';
  await heard((ticket) => ticket?.status === 'assigned');
});

test('what was not taken is told to staff for a week', async () => {
  const administrator = await desk.administrator();
  const told = async () => {
    const backends = ListedBackend.array().parse((await administrator.ask('/backends')).body);
    return backends.find(({ name }) => name === 'itop')?.health.leftOut ?? null;
  };
  const { changesSince } = itop;
  const leftOut = { en: 'A mail from a stranger was left.', fr: 'Un courriel d’un inconnu est resté.' };
  itop.changesSince = async (cursor) => {
    itop.changesSince = changesSince;
    const answer = await changesSince(cursor);
    return answer.ok ? { ok: true, value: { ...answer.value, leftOut } } : answer;
  };
  desk.clock.advance(MINUTE);
  await until(told);
  expect((await told())?.reason).toEqual(leftOut);
  const saidBefore = (days: number) => {
    const at = new Date(desk.clock.now().getTime() - days * 24 * 60 * MINUTE).toISOString();
    desk.alter('UPDATE backend SET left_out_at = ? WHERE left_out IS NOT NULL', at);
  };
  saidBefore(6.9);
  expect(await told()).not.toBeNull();
  saidBefore(7.1);
  expect(await told()).toBeNull();
});
