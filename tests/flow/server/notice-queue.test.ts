// The queue of mails about tickets: a real SMTP server gets each once, whatever is away, refuses or dies.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STAFF_EVENTS } from '../../../contract/mail-events.ts';
import { MailQueue, MailWishes } from '../../../contract/mails.ts';
import { MEGABYTE } from '../../../contract/primitives.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../server/clock.ts';
import { createUnsubscribeLinks } from '../../../server/notices/unsubscribe-links.ts';
import { attachmentOf, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { ask } from '../../fakes/server/http.ts';
import { openPostOffice, type PostOffice } from '../../fakes/server/post-office.ts';
import { runNode } from '../../fakes/server/program.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { allTold } from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const REQUESTER = 'requester@contoso.example';

let desk: TestServer;
let office: PostOffice;
let agent: FakeAgent;
beforeEach(async () => {
  office = await openPostOffice();
  desk = await openTestServer({
    environment: { SMTP_URL: office.url, MAIL_FROM: 'Help desk <help@contoso.example>' },
  });
  agent = await desk.activeAgent();
  await agent.ask('/v1/confirmations/tokens', { json: { email: REQUESTER, language: 'en' } });
  const mail = await until(() => office.received[0], 'the token arrives');
  const token = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(mail.text ?? '')?.[0];
  await agent.ask('/v1/confirmations', { json: { email: REQUESTER, fullName: 'A requester', token } });
  office.received.length = 0;
  // also of what the answer to the agent that sends a ticket has already
  await desk.alter('UPDATE requester SET mails_always = 1');
});
afterEach(async () => {
  await desk.close();
  await office.close();
});

async function newTicket(): Promise<string> {
  const command = ticketCommand();
  expect(await agent.verdicts(command)).toEqual(['accepted']);
  await desk.delivered();
  return command.key;
}

async function reply(id: string, body: string): Promise<void> {
  const technician = await desk.technician();
  const { status } = await technician.ask(`/tickets/${id}/replies`, {
    json: { body, internal: false, attachments: [] },
  });
  expect(status).toBe(200);
}

const headersOf = (index: number) =>
  Object.fromEntries((office.received[index]?.headers ?? []).map(({ key, value }) => [key, value]));

/** Puts as many mails into the queue as if so many things had happened to the ticket. */
async function enqueue(ticketId: string, from: number, count: number): Promise<void> {
  const [row] = await desk.rows('SELECT requester_id FROM ticket WHERE id = ?', ticketId);
  const now = desk.clock.now().toISOString();
  for (let index = from; index < from + count; index += 1)
    await desk.alter(
      `INSERT INTO notice (id, ticket_id, event, requester_id, change_seq, words, digest, state, due_at, created_at, updated_at)
        VALUES (?, ?, 'waiting', ?, 99, ?, 0, 'waiting', ?, ?, ?)`,
      ...[
        index.toString(16).padStart(32, '0'),
        ticketId,
        row?.requester_id,
        `Reason ${index}.`,
        now,
        now,
        now,
      ],
    );
}

async function states(): Promise<Record<string, number>> {
  const rows = await desk.rows('SELECT state, count(*) AS count FROM notice GROUP BY state');
  return Object.fromEntries(rows.map(({ state, count }) => [String(state), Number(count)]));
}

describe('the headers', () => {
  test('of a notice say that a machine wrote it, and how to get no more of them', async () => {
    await newTicket();
    await allTold(desk);
    expect(headersOf(0)).toMatchObject({
      from: 'Help desk <help@contoso.example>',
      to: REQUESTER,
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
    });
    expect(headersOf(0)['list-unsubscribe']).toMatch(/^<http:\/\/127\.0\.0\.1:\d+\/mail-wishes\/r\.\S+>$/);
    expect(headersOf(0).precedence).toBeUndefined();
  });

  test('of what a technician wrote do not say so, and all of a ticket stand in one thread', async () => {
    const id = await newTicket();
    await allTold(desk);
    await reply(id, 'We are on our way.');
    await allTold(desk);
    const [first, answer] = [headersOf(0), headersOf(1)];
    for (const name of ['auto-submitted', 'precedence', 'list-unsubscribe', 'list-unsubscribe-post'])
      expect({ name, value: answer[name] }).toEqual({ name, value: undefined });
    const key = `t${id.replaceAll('-', '')}k`;
    expect(first['message-id']).toMatch(new RegExp(`^<${key}[0-9a-f]{20}\\.received@127\\.0\\.0\\.1>$`));
    expect(answer['message-id']).toMatch(new RegExp(`^<${key}[0-9a-f]{20}\\.[0-9a-f]{32}@127\\.0\\.0\\.1>$`));
    expect(answer).toMatchObject({ 'in-reply-to': first['message-id'], references: first['message-id'] });
    expect(answer.subject).toContain('R-000001');
  });
});

test('a requester gets the files of an answer with it, and the names of those that are too large', async () => {
  const id = await newTicket();
  const technician = await desk.technician();
  const attachments = [];
  for (const [name, size] of [
    ['small.txt', 5],
    ['large.txt', 15 * MEGABYTE + 1],
  ] as const) {
    const bytes = Buffer.alloc(size, name);
    const attachment = attachmentOf(bytes, name);
    const { status } = await fetch(`${desk.url}/v1/console/uploads/${attachment.sha256}`, {
      method: 'PUT',
      headers: { cookie: technician.cookie, origin: desk.url, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    expect(status).toBe(204);
    attachments.push(attachment);
  }
  const json = { body: 'See these.', internal: false, attachments };
  expect((await technician.ask(`/tickets/${id}/replies`, { json })).status).toBe(200);
  await allTold(desk);
  const mail = office.received.at(-1);
  expect(mail?.attachments.map(({ filename }) => filename)).toEqual(['small.txt']);
  expect(mail?.text).toMatch(/too large for a mail.*large\.txt/);
});

test('one click takes no more notices, and still what a technician writes; the page of the link takes it back', async () => {
  const id = await newTicket();
  await allTold(desk);
  const link = /<http:\/\/[^/]+(\S+)>/.exec(headersOf(0)['list-unsubscribe'] ?? '')?.[1] ?? '';
  const url = `${desk.url}${link}`;
  const page = await ask(url, { headers: { 'accept-language': 'fr' } });
  expect(page.body).toContain('Courriels à propos de vos tickets');
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  const post = (body: string, to = url) =>
    fetch(to, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  expect((await post('List-Unsubscribe=One-Click', `${url}0`)).status).toBe(404);
  expect(await (await post('something=else')).text()).toContain('<form method="post">');
  await newTicket();
  await allTold(desk);
  expect(office.received).toHaveLength(2);
  expect((await post('List-Unsubscribe=One-Click')).status).toBe(200);
  await newTicket();
  await reply(id, 'Still here.');
  await allTold(desk);
  expect(office.received).toHaveLength(3);
  expect(office.received[2]?.text).toContain('Still here.');
  await post('wish=always');
  await newTicket();
  await allTold(desk, 0);
  expect(office.received).toHaveLength(4);
  expect(desk.log.lines.join()).not.toContain(link);
});

test('a thousand mails wait for an SMTP server that is away for a day, and arrive once each', async () => {
  const ids = [];
  for (let count = 0; count < 10; count += 1) ids.push(await newTicket());
  await allTold(desk);
  await office.close();
  for (const [index, id] of ids.entries()) await enqueue(id, index * 100, 100);
  await until(async () => {
    desk.clock.advance(MINUTE);
    return (await desk.rows('SELECT id FROM notice WHERE last_error IS NOT NULL')).length > 0;
  });
  const { body } = await (await desk.administrator()).ask('/mails/queue');
  expect(MailQueue.parse(body)).toMatchObject({
    waiting: 1000,
    parked: [],
    trouble: { en: expect.stringContaining('The SMTP server takes no mails now') },
  });
  for (let hour = 0; hour < 24; hour += 1) {
    desk.clock.advance(HOUR);
    await until(async () => !(await states()).sending);
  }
  await until(async () => isDeepStrictEqual(await states(), { sent: 10, waiting: 1000 }));
  await office.openAgain();
  for (const count of [250, 500, 750, 1010])
    await until(async () => {
      const { sending, sent = 0 } = await states();
      // not while some are being sent: their leases would end
      if (!sending) desk.clock.advance(MINUTE);
      return sent >= count;
    });
  const messages = office.received.map(({ messageId }) => messageId);
  expect(messages).toHaveLength(1010);
  expect(new Set(messages).size).toBe(1010);
}, 120_000);

test('a refused mail is parked with its reason, and holds up no other; an administrator retries or discards it', async () => {
  const administrator = await desk.administrator();
  office.refuse(550, REQUESTER);
  const id = await newTicket();
  await reply(id, 'Hello.');
  await allTold(desk);
  const parked = async () => {
    const queue = MailQueue.parse((await administrator.ask('/mails/queue')).body);
    return queue.parked.sort((one, other) => (one.event < other.event ? -1 : 1));
  };
  expect(await parked()).toMatchObject([
    {
      event: 'answered',
      number: 'R-000001',
      to: REQUESTER,
      reason: { en: expect.stringContaining('mailbox full') },
    },
    { event: 'received', number: 'R-000001' },
  ]);
  office.refuse(null);
  const [one, other] = await parked();
  const decide = (mail: string | undefined, act: string) =>
    administrator.ask(`/mails/queue/${mail}/${act}`, { method: 'POST' });
  expect((await decide(one?.id, 'retry')).status).toBe(204);
  expect((await decide(other?.id, 'discard')).status).toBe(204);
  expect((await decide(other?.id, 'discard')).status).toBe(404);
  await allTold(desk, 0);
  expect(office.received).toHaveLength(1);
  expect(await states()).toEqual({ sent: 1, discarded: 1 });
});

test('a mail that is not taken yet is tried again, for a week', async () => {
  office.refuse(450, REQUESTER);
  await newTicket();
  await allTold(desk);
  expect(await states()).toEqual({ waiting: 1 });
  for (let hour = 0; hour < 7 * 24; hour += 6) await allTold(desk, 6 * HOUR);
  await allTold(desk, DAY);
  expect(await states()).toEqual({ parked: 1 });
});

test('what one person is told of a ticket arrives in its order, also where the first mail is not taken at once', async () => {
  office.refuse(450, REQUESTER);
  const id = await newTicket();
  await until(async () => {
    desk.clock.advance(10 * SECOND);
    return (await desk.rows('SELECT id FROM notice WHERE last_error IS NOT NULL')).length > 0;
  }, 'the first is not taken');
  const later = new Date(desk.clock.now().getTime() + HOUR).toISOString();
  await desk.alter("UPDATE notice SET due_at = ? WHERE event = 'received'", later);
  await reply(id, 'Hello.');
  const administrator = await desk.administrator();
  const [staff] = await desk.rows("SELECT id FROM staff WHERE email = 'tech@contoso.example'");
  await administrator.ask(`/tickets/${id}/assign`, {
    json: { teamId: null, to: { technicianId: staff?.id } },
  });
  await until(() => {
    desk.clock.advance(10 * SECOND);
    return office.received[0];
  }, 'what was due after the answer is mailed');
  expect(await desk.rows("SELECT attempt FROM notice WHERE event = 'answered'")).toEqual([{ attempt: 0 }]);
  office.refuse(null);
  office.received.length = 0;
  await allTold(desk, 2 * HOUR);
  expect(office.received.map(({ subject }) => subject)).toEqual([
    expect.stringContaining('We have your request'),
    expect.stringContaining('An answer'),
  ]);
});

test.each([
  ['before', 1],
  ['after', 2],
])(
  'a server killed %s the SMTP server has the mail sends it again, with the same Message-ID',
  async (when, times) => {
    await newTicket();
    await desk.stop();
    const script = path.join(import.meta.dirname, '..', '..', 'fakes', 'server', 'dying-mailer.ts');
    const dying = runNode(script, [when], { ...desk.settings, SMTP_URL: office.url });
    expect(await dying.ended()).toBe('SIGKILL');
    expect(await states()).toEqual({ sending: 1 });
    await desk.start();
    await allTold(desk, 2 * HOUR);
    expect(await states()).toEqual({ sent: 1 });
    const ids = office.received.map(({ messageId }) => messageId);
    expect(ids).toHaveLength(times);
    expect(new Set(ids.map((messageId) => messageId?.replace(/@.*/, ''))).size).toBe(1);
  },
  60_000,
);

test('one click in a form of parts does the same, and what is no such form changes nothing', async () => {
  await newTicket();
  await allTold(desk);
  const link = /<http:\/\/[^/]+(\S+)>/.exec(headersOf(0)['list-unsubscribe'] ?? '')?.[1] ?? '';
  const wish = () => desk.rows('SELECT mails_notices FROM requester');
  const before = await wish();
  const type = 'multipart/form-data; boundary="of-parts"';
  const part = 'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click';
  const whole = `--of-parts\r\n${part}\r\n--of-parts--\r\n`;
  const post = (body: string, contentType = type) =>
    fetch(`${desk.url}${link}`, { method: 'POST', body, headers: { 'content-type': contentType } });
  for (const body of ['', 'List-Unsubscribe=One-Click', whole.slice(0, -20), whole + ' '.repeat(5000)])
    expect(await (await post(body)).text()).toContain('<form method="post">');
  expect(await (await post(whole, 'multipart/form-data')).text()).toContain('<form method="post">');
  expect(await wish()).toEqual(before);
  const done = await post(whole);
  expect(done.status).toBe(200);
  expect(await done.text()).not.toContain('<form method="post">');
  expect(await wish()).not.toEqual(before);
});

test('a technician switches one kind of mail off by its link, and all of them by that of a digest', async () => {
  const technician = await desk.technician();
  const [staff] = await desk.rows("SELECT id FROM staff WHERE email = 'tech@contoso.example'");
  const links = createUnsubscribeLinks(desk.serverKey(), () => desk.url);
  const click = (link: string) =>
    fetch(link, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const switchedOff = async () => MailWishes.parse((await technician.ask('/account/mails')).body).switchedOff;
  expect((await click(links.ofStaff(String(staff?.id), 'assigned'))).status).toBe(200);
  expect(await switchedOff()).toEqual(['assigned']);
  await click(links.ofStaff(String(staff?.id), null));
  expect((await switchedOff()).sort()).toEqual([...STAFF_EVENTS].sort());
});

describe('after a clock that was a day ahead', () => {
  const late = () => new Date(desk.clock.now().getTime() + DAY).toISOString();
  const soon = () =>
    until(async () => desk.clock.advance(5 * SECOND) ?? office.received.length > 0, 'a mail');

  test.each(['waiting', 'sending'])('a mail that was %s is sent once it is set right', async (state) => {
    const id = await newTicket();
    await allTold(desk);
    office.received.length = 0;
    await enqueue(id, 1, 1);
    await desk.alter("UPDATE notice SET state = ?, due_at = ? WHERE state = 'waiting'", state, late());
    await soon();
    await allTold(desk);
    expect(office.received.map(({ text }) => text?.includes('Reason 1.'))).toEqual([true]);
  });

  test('an invitation is mailed once, and what changed in an account', async () => {
    await desk.technician();
    const [staff] = await desk.rows("SELECT id FROM staff WHERE role = 'technician'");
    const now = desk.clock.now().toISOString();
    await desk.alter(
      "INSERT INTO account_mail (id, staff_id, event, ip, at, due_at) VALUES ('m1', ?, 'password-changed', '', ?, ?)",
      ...[staff?.id, now, late()],
    );
    await desk.alter(
      `INSERT INTO staff_invitation (id, email, full_name, role, language, invited_by, token_hash, expires_at, mail_due_at)
        VALUES ('i1', 'i@contoso.example', 'I', 'technician', 'en', ?, 'h', ?, ?)`,
      ...[staff?.id, late(), late()],
    );
    await until(async () => {
      desk.clock.advance(10 * SECOND);
      const [waiting] = await desk.rows(
        'SELECT id FROM account_mail UNION SELECT id FROM staff_invitation WHERE mail_due_at IS NOT NULL',
      );
      return waiting === undefined;
    }, 'both are mailed');
    const to = office.received.flatMap((mail) => mail.to?.map(({ address }) => address));
    expect(to.sort()).toEqual(['i@contoso.example', 'tech@contoso.example']);
  });

  test('a digest is not gathered earlier than its technician chose', async () => {
    const id = await newTicket();
    await allTold(desk);
    office.received.length = 0;
    await enqueue(id, 1, 1);
    const eightHours = new Date(desk.clock.now().getTime() + 8 * HOUR).toISOString();
    await desk.alter("UPDATE notice SET digest = 1, due_at = ? WHERE state = 'waiting'", eightHours);
    await enqueue(id, 2, 1);
    await soon();
    expect(office.received.map(({ text }) => text?.includes('Reason 2.'))).toEqual([true]);
    expect(await desk.rows('SELECT digest FROM notice WHERE due_at = ?', eightHours)).toEqual([
      { digest: 1 },
    ]);
    await desk.alter('UPDATE notice SET due_at = ? WHERE due_at = ?', late(), eightHours);
    await until(async () => desk.clock.advance(5 * SECOND) ?? office.received.length === 2, 'the digest');
  });
});
