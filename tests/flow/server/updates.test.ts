// Changes made in a backend reach the requesters once and in order, with the backend's own status texts.
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
  // the backend was added after the start of the server, so its first poll is due in a minute
  desk.clock.advance(MINUTE);
  await until(
    async () => (await desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'"))[0]?.polled_at,
  );
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

/** Lets the poll of the backend fall due, and waits until the ticket meets the condition. */
async function polled(isMet: (ticket: Awaited<ReturnType<typeof seen>>) => unknown): Promise<void> {
  desk.clock.advance(MINUTE);
  await until(async () => isMet(await seen()));
}

test('status, technician and solution arrive by polling, the number with the creation', async () => {
  await newTicket();
  expect(await seen()).toMatchObject({ number: 'I-1', status: 'new', numberAwaited: false });
  itop.moves('assigned', { technician: 'A technician' });
  await polled((ticket) => ticket?.status === 'assigned');
  itop.moves('resolved', { solution: 'Water.' });
  await polled((ticket) => ticket?.status === 'resolved');
  expect(await seen()).toMatchObject({ technician: 'A technician', solution: 'Water.', statusText: null });
});

test('what a pending ticket waits for in the backend reaches the requester, and goes with the status', async () => {
  await newTicket();
  itop.moves('pending', { pendingReason: ' The part is ordered. ' });
  await polled((ticket) => ticket?.status === 'pending');
  const pending = { until: null, untilAnswer: false };
  expect(await seen()).toMatchObject({ pending: { ...pending, reason: 'The part is ordered.' } });
  itop.moves('pending', { pendingReason: `Its part ${'x'.repeat(3000)}` });
  await polled((ticket) => ticket?.pending?.reason.startsWith('Its part'));
  expect((await seen())?.pending?.reason).toHaveLength(2000);
  itop.moves('assigned');
  await polled((ticket) => ticket?.status === 'assigned');
  expect((await seen())?.pending).toBeNull();
});

test('acts that one ticket does not take are neither offered nor accepted, and others are', async () => {
  const id = await newTicket();
  itop.actsOn = () => ['close'];
  itop.moves('resolved');
  await polled((ticket) => ticket?.status === 'resolved');
  expect((await seen())?.can.acts).toEqual(['close']);
  expect((await seen())?.approver).toBeNull();
  const [refusal] = await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }));
  expect(refusal).toContain('not-taken-there');
  expect(await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'close' }))).toEqual(['accepted']);
});

test('an unmapped status is shown as the backend calls it', async () => {
  await newTicket();
  itop.unmappedStatus = 'Geler';
  itop.moves('pending');
  await polled((ticket) => ticket?.statusText === 'Geler');
  expect(await seen()).toMatchObject({ status: 'new' });
});

test('comments of technicians are read once, and comments sent from here are not read back', async () => {
  const id = await newTicket();
  itop.replies('A technician', 'Which room?');
  await agent.sync([commentCommand(id, { body: 'B 12.' })]);
  await desk.delivered();
  await polled((ticket) => ticket?.comments.length === 2);
  itop.replies('A technician', 'On my way.');
  await polled((ticket) => ticket?.comments.length === 3);
  expect((await seen())?.comments).toMatchObject([
    { author: 'requester', body: 'B 12.' },
    { author: 'technician', authorName: 'A technician', body: 'Which room?' },
    { author: 'technician', body: 'On my way.' },
  ]);
  expect(itop.ticket().comments).toHaveLength(3);
});

test('a poll without news adds no change to the feed', async () => {
  await newTicket();
  itop.moves('assigned');
  await polled((ticket) => ticket?.status === 'assigned');
  const { cursor } = await agent.sync();
  await desk.alter("UPDATE backend SET cursor = '0' WHERE kind = 'itop'");
  const before = desk.clock.now().toISOString();
  desk.clock.advance(MINUTE);
  await until(
    async () =>
      String((await desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'"))[0]?.polled_at) > before,
  );
  expect((await agent.sync([], cursor)).tickets).toEqual([]);
});

test('a poll response older than an act of the requester does not undo it', async () => {
  const id = await newTicket();
  itop.moves('resolved', { solution: 'Water.' });
  await polled((ticket) => ticket?.status === 'resolved');
  const { changesSince } = itop;
  let respond = () => {};
  const requested = new Promise<void>((resolve) => {
    itop.changesSince = async () => {
      const old = await changesSince('0');
      itop.changesSince = changesSince;
      resolve();
      await new Promise<void>((go) => {
        respond = go;
      });
      return old;
    };
  });
  desk.clock.advance(MINUTE);
  await requested;
  expect(await agent.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }))).toEqual(['accepted']);
  await desk.delivered();
  const before = (await desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'"))[0]?.polled_at;
  desk.clock.advance(SECOND);
  respond();
  await until(
    async () =>
      (await desk.rows("SELECT polled_at FROM backend WHERE kind = 'itop'"))[0]?.polled_at !== before,
  );
  expect(await seen()).toMatchObject({ status: 'assigned', solution: null });
  await polled((ticket) => ticket?.status === 'assigned');
});

test('after a lost response, comments written before the ticket was found again are read', async () => {
  itop.mood = 'lost';
  const command = ticketCommand();
  await agent.sync([command]);
  await until(() => itop.tickets.size === 1);
  itop.replies('A technician', 'Which room?');
  await until(
    async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND attempt = 1"))[0],
  );
  itop.mood = 'well';
  desk.clock.advance(MINUTE);
  await desk.delivered();
  await polled((ticket) => ticket?.comments.length === 1);
  expect(itop.tickets.size).toBe(1);
});

describe('a ticket whose creation was parked', () => {
  /** The backend has the ticket: only its response was lost, a week ago. */
  async function parkedTicket(): Promise<string> {
    itop.mood = 'lost';
    const command = ticketCommand();
    await agent.sync([command]);
    await until(
      async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'waiting' AND attempt = 1"))[0],
    );
    itop.mood = 'down';
    desk.clock.advance(7 * DAY);
    await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state = 'parked'"))[0]);
    itop.mood = 'well';
    return command.key;
  }

  async function retry(): Promise<void> {
    const [parked] = await desk.rows("SELECT id FROM delivery WHERE state = 'parked'");
    const technician = await desk.technician();
    await technician.ask(`/deliveries/${parked?.id}/retry`, { method: 'POST' });
    await desk.delivered();
  }

  test('shows a comment at once, and sends it after the ticket', async () => {
    const id = await parkedTicket();
    const { cursor } = await agent.sync();
    const comment = commentCommand(id, { body: 'B 12.' });
    const { tickets } = await agent.sync([comment], cursor);
    expect(tickets[0]?.comments).toMatchObject([{ id: comment.key, body: 'B 12.' }]);
    expect(await desk.rows('SELECT operation, state FROM delivery ORDER BY ordinal')).toEqual([
      { operation: 'create-ticket', state: 'parked' },
      { operation: 'add-comment', state: 'waiting' },
    ]);
    await retry();
    expect(itop.ticket().comments).toMatchObject([{ key: comment.key, body: 'B 12.' }]);
  });

  test('gets the comments written meanwhile once it is found, even if the cursor had passed them', async () => {
    await parkedTicket();
    itop.replies('A technician', 'Which room?');
    desk.clock.advance(MINUTE);
    await until(
      async () => (await desk.rows("SELECT id FROM backend WHERE kind = 'itop' AND cursor = '1'"))[0],
      'the change is read',
    );
    await retry();
    await polled((ticket) => ticket?.comments.length === 1);
    expect(itop.tickets.size).toBe(1);
  });
});

test('files are sent once, after their ticket or comment', async () => {
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
    (await desk.rows('SELECT operation FROM delivery ORDER BY ordinal')).map(({ operation }) => operation),
  ).toEqual(['create-ticket', 'add-attachment', 'add-attachment']);
});

test('the console does not change the status of a backend that takes no acts, and a reply is sent to it', async () => {
  const id = await newTicket();
  const technician = await desk.technician();
  expect(codeOf(await technician.ask(`/tickets/${id}/take`, { method: 'POST' }))).toBe('done-there');
  const json = { body: 'We are looking.', internal: false };
  expect((await technician.ask(`/tickets/${id}/replies`, { json })).status).toBe(200);
  await desk.delivered();
  expect(itop.ticket().comments).toMatchObject([{ author: 'Tess Technician', body: 'We are looking.' }]);
  await polled((ticket) => ticket?.comments.length === 1);
});

test('a failed poll is stored with its reason, and the next one continues from the same cursor', async () => {
  await newTicket();
  itop.mood = 'down';
  itop.moves('assigned');
  desk.clock.advance(MINUTE);
  await until(
    async () => (await desk.rows("SELECT last_failure FROM backend WHERE kind = 'itop'"))[0]?.last_failure,
  );
  const log = desk.log.lines.join('');
  expect(log).toContain('the changes of a backend could not be read');
  expect(log).not.toContain('the backend is down');
  itop.mood = 'well';
  await polled((ticket) => ticket?.status === 'assigned');
});

test('items that were left out are shown to staff for a week', async () => {
  const administrator = await desk.administrator();
  const leftOutNow = async () => {
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
  await until(() => {
    // a backend that is being polled is not polled again
    desk.clock.advance(MINUTE);
    return leftOutNow();
  });
  expect((await leftOutNow())?.reason).toEqual(leftOut);
  const setAgeInDays = async (days: number) => {
    const at = new Date(desk.clock.now().getTime() - days * 24 * 60 * MINUTE).toISOString();
    await desk.alter('UPDATE backend SET left_out_at = ? WHERE left_out IS NOT NULL', at);
  };
  await setAgeInDays(6.9);
  expect(await leftOutNow()).not.toBeNull();
  await setAgeInDays(7.1);
  expect(await leftOutNow()).toBeNull();
});

test('a poll that is due while one is running follows it at once', async () => {
  const { changesSince } = itop;
  const held = Promise.withResolvers<void>();
  let calls = 0;
  itop.changesSince = async (cursor) => {
    calls += 1;
    if (calls === 1) await held.promise;
    return changesSince(cursor);
  };
  await until(() => {
    desk.clock.advance(MINUTE);
    return calls === 1;
  });
  desk.clock.advance(MINUTE);
  held.resolve();
  // a tick that came late may have caused a third one already
  await until(() => calls >= 2);
});
