// What forged, odd and endless mails to the built-in desk must not do: silence somebody, name nobody as a requester, make it write to others.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../contract/clock.ts';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { HeldMails } from '../../../contract/held-mails.ts';
import { DESK_ADDRESS, type MailToDesk, type OpenedDeskMailbox } from '../../fakes/mail-desk/desk-mailbox.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openServerWithMailbox } from '../../fakes/mail-desk/server-with-mailbox.ts';
import { type FakeStaff, firstOrganisation, type TestServer } from '../../fakes/server/test-server.ts';
import { allTold, toldMails } from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const problem = dovecotProblem();
let dovecot: Dovecot;
let server: TestServer;
let box: OpenedDeskMailbox;
let technician: FakeStaff;
let organisationId: string;

beforeAll(async () => {
  if (problem === null) dovecot = await startDovecot();
});
afterAll(() => dovecot?.close());

beforeEach(async () => {
  if (problem !== null) return;
  // a day passes, and mailboxes take no mail of the day after
  ({ server, box, technician } = await openServerWithMailbox(dovecot, ['ana', 'bob'], Date.now() - 2 * DAY));
  organisationId = (await firstOrganisation(technician)).id;
});
afterEach(async () => {
  await box?.close();
  await server?.close();
});

async function take(...mails: (MailToDesk | Buffer)[]): Promise<void> {
  for (const mail of mails) await box.deliver(mail);
  await box.allRead(server);
  await server.delivered();
}

/** A mail of the domain contoso.example, with these lines in its header. */
const proven = (...lines: string[]) =>
  Buffer.from(
    [
      'Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example',
      ...[`To: ${DESK_ADDRESS}`, ...lines, '', 'Words.\r\n'],
    ].join('\r\n'),
  );

async function tickets(): Promise<DeskTicket[]> {
  const page = TicketPage.parse((await technician.ask('/tickets?show=all')).body);
  return Promise.all(
    page.tickets.map(async ({ id }) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body)),
  );
}
const titles = async () => (await tickets()).map(({ title }) => title).sort();
const held = async () => HeldMails.parse((await technician.ask('/held-mails')).body).mails;
const outcomes = async () =>
  (await server.rows("SELECT outcome FROM desk_mail WHERE hash NOT LIKE 'past %' ORDER BY id")).map(
    ({ outcome }) => outcome,
  );
const decide = (id: string, json: object) => technician.ask(`/held-mails/${id}`, { json });

interface Past {
  sender: string;
  outcome: string;
  proven: boolean;
  known?: boolean;
  subject?: (index: number) => string;
}

/** Rows of so many mails that came and were taken just now. */
async function past(count: number, { sender, outcome, proven, known = false, subject }: Past): Promise<void> {
  // a mailbox leaves the fractions of seconds out
  const now = new Date(server.clock.now().getTime() - SECOND).toISOString();
  for (let index = 0; index < count; index += 1)
    await server.alter(
      `INSERT INTO desk_mail (id, place, hash, sender, sender_name, subject, received_at, taken_at, text, left_out, outcome, reason, proven, known)
        VALUES (?, ?, ?, ?, '', ?, ?, ?, '', '[]', ?, ?, ?, ?)`,
      ...['', 'at ', 'past '].map((what) => `${what}${sender} ${outcome} ${index}`),
      ...[sender.replace('#', String(index)), subject?.(index) ?? `Past ${'o'.repeat(index)}`, now, now],
      ...[outcome, outcome === 'held' ? 'stranger' : null, proven ? 1 : 0, known ? 1 : 0],
    );
}

describe.skipIf(problem !== null)('a mail that names not one sender whom a mail reaches', () => {
  test.each([
    ['a computer', 'From: Scanner <scanner@copier>'],
    ['letters that are not of addresses', 'From: Zo=?utf-8?q?=C3=A9?= <zo\u00e9@contoso.example>'],
    ['several in one', 'From: <v1@one.example,v2@two.example>'],
    ['several of a domain', 'From: bob@contoso.example, ana@contoso.example'],
    ['one beside another', 'From: <ana@contoso.example> <bob@contoso.example>'],
    ['two headers', 'From: ana@contoso.example\r\nFrom: bob@contoso.example'],
  ])('(%s) waits, and makes nobody a requester', async (_, from) => {
    await box.setUp(server, { strangers: 'ticket', organisationId });
    await take(proven(from));
    expect(await tickets()).toEqual([]);
    const [mail] = await held();
    expect(mail).toMatchObject({ reason: 'no-address', from: '', name: expect.stringMatching(/\S@\w/) });
    expect((await decide(mail?.id ?? '', { act: 'ticket', organisationId })).status).toBe(404);
    await allTold(server);
    expect(await server.mails()).toEqual([]);
  });

  test('is added to a ticket, which its people and staff still read', async () => {
    await box.setUp(server);
    await take({}, proven('From: Scanner <scanner@copier>'));
    const [ticket] = await tickets();
    const [mail] = await held();
    const added = await decide(mail?.id ?? '', { act: 'comment', ticketNumber: ticket?.number });
    expect(added.status).toBe(200);
    expect((await tickets())[0]?.comments).toMatchObject([{ authorName: 'Scanner <scanner@copier>' }]);
    const ana = await server.activeAgent('ana@contoso.example');
    expect((await ana.sync()).tickets).toMatchObject([{ id: ticket?.id }]);
  });
});

describe.skipIf(problem !== null)('forged mails', () => {
  test('use up nothing of what the person may write, nor do those of machines', async () => {
    await box.setUp(server);
    const ana = 'ana@contoso.example';
    await past(60, { sender: ana, outcome: 'held', proven: false, known: true });
    for (const outcome of ['automatic', 'too-many'])
      await past(60, { sender: ana, outcome, proven: true, known: true });
    await take({ subject: 'Mine' }, { subject: 'Forged', proven: false });
    expect(await titles()).toEqual(['Mine']);
    expect(await outcomes()).toEqual(['ticket', 'too-many']);
  });

  test('leave room among those that wait for people whom the desk knows, and for proven ones', async () => {
    await box.setUp(server);
    await past(300, { sender: 'eve#@evil.example', outcome: 'held', proven: false });
    await take(
      { proven: null, subject: 'Ana, whom nobody vouches for' },
      { from: 'new@contoso.example', subject: 'A newcomer' },
      { from: 'eve@evil.example', subject: 'One more', proven: false },
    );
    expect(await outcomes()).toEqual(['held', 'held', 'too-many']);
  });

  test('become tickets that are not answered, until a technician does', async () => {
    await box.setUp(server, { strangers: 'ticket', organisationId });
    const subject = 'You have won http://evil.example/prize';
    await take(
      { from: 'victim@elsewhere.example', proven: false, subject },
      { from: 'eve@evil.example', subject: 'Mine' },
    );
    expect(await titles()).toEqual(['Mine', subject]);
    await allTold(server);
    expect((await toldMails(server)).map(({ to }) => to)).toEqual(['eve@evil.example']);
    const [forged] = (await tickets()).filter(({ title }) => title === subject);
    const reply = { body: 'Is it you?', internal: false, attachments: [] };
    await technician.ask(`/tickets/${forged?.id}/replies`, { json: reply });
    await allTold(server);
    expect((await toldMails(server)).map(({ to }) => to)).toContain('victim@elsewhere.example');
  });

  test('that a technician makes a ticket of are answered', async () => {
    await box.setUp(server);
    await take({ from: 'eve@elsewhere.example', proven: false });
    const [mail] = await held();
    await decide(mail?.id ?? '', { act: 'ticket', organisationId });
    await server.delivered();
    await allTold(server);
    expect((await toldMails(server)).map(({ to }) => to)).toEqual(['eve@elsewhere.example']);
  });
});

describe.skipIf(problem !== null)('mails without end', () => {
  const eve = { sender: 'eve@elsewhere.example', outcome: 'ticket', proven: true };
  const from = eve.sender;

  test('of a program that answers each of ours get no more answers than ten a day', async () => {
    await box.setUp(server, { strangers: 'ticket', organisationId });
    await past(9, eve);
    await take({ from, subject: 'The tenth' });
    await take({ from, subject: 'The eleventh' });
    await allTold(server);
    expect((await toldMails(server)).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('The tenth'),
    ]);
    expect(await titles()).toEqual(['The eleventh', 'The tenth']);
  });

  test('with one subject wait after ten in an hour, whatever numbers are in it', async () => {
    await box.setUp(server);
    const ana = { ...eve, sender: 'ana@contoso.example', known: true };
    await past(10, { ...ana, subject: (index) => `Request ${index} received` });
    await take({ subject: 'Re: Request [77] received' }, { subject: 'Another one' });
    expect(await titles()).toEqual(['Another one']);
    expect(await held()).toMatchObject([{ reason: 'flood', organisationId }]);
  });

  test('of many whom nobody knows wait after sixty in an hour, and those of known people do not', async () => {
    await box.setUp(server, { strangers: 'ticket', organisationId });
    await past(60, { ...eve, sender: 'eve#@evil.example', proven: false });
    await take(
      { from: 'mallory@evil.example', proven: false },
      { subject: 'Of Ana' },
      { from, subject: 'A proven stranger' },
    );
    expect(await titles()).toEqual(['A proven stranger', 'Of Ana']);
    expect(await held()).toMatchObject([{ reason: 'flood', from: 'mallory@evil.example' }]);
  });
});

describe.skipIf(problem !== null)('mails of one person', () => {
  /** Numbers alone do not make subjects different. */
  const subjectOf = (index: number) => `Mail ${'o'.repeat(index + 1)}`;
  const became = async () => {
    const rows = await server.rows('SELECT outcome, reason FROM desk_mail ORDER BY received_at, id');
    return rows.map(({ outcome, reason }) => `${outcome} ${reason}`);
  };

  test('over a day in which the mailbox was away all become tickets', async () => {
    await box.setUp(server);
    box.line.goDown(true);
    for (let index = 0; index < 70; index += 1) {
      server.clock.advance(20 * MINUTE);
      await box.deliver({ subject: subjectOf(index) });
    }
    expect(await became()).toEqual([]);
    box.line.goDown(false);
    await until(
      async () => {
        server.clock.advance(SECOND);
        return (await became()).length === 70;
      },
      'all mails are read',
      60_000,
    );
    expect(await became()).toEqual(Array(70).fill('ticket null'));
  }, 90_000);

  test('wait for a technician after sixty that came in an hour, and are not lost, whenever they are read', async () => {
    await box.setUp(server);
    box.line.goDown(true);
    await past(60, { sender: 'ana@contoso.example', outcome: 'ticket', proven: true, known: true });
    const start = server.clock.now().getTime();
    server.clock.advance(3 * HOUR);
    for (const minute of [30, 100])
      await box.deliver({ subject: `After ${'o'.repeat(minute)}` }, new Date(start + minute * MINUTE));
    box.line.goDown(false);
    server.clock.advance(MINUTE);
    await box.allRead(server);
    expect((await became()).slice(60)).toEqual(['held flood', 'ticket null']);
  });

  test('whom nobody knows are not taken after sixty in an hour', async () => {
    await box.setUp(server);
    const from = 'eve@elsewhere.example';
    await past(60, { sender: from, outcome: 'held', proven: true });
    await take({ from });
    expect(await outcomes()).toEqual(['too-many']);
  });
});

describe.skipIf(problem !== null)('a name that is an address', () => {
  const from = '"ana@contoso.example" <eve@elsewhere.example>';

  test('is shown nowhere: neither while the mail waits, nor as a requester', async () => {
    await box.setUp(server);
    await take({ from });
    const [mail] = await held();
    expect(mail).toMatchObject({ from: 'eve@elsewhere.example', name: 'eve@elsewhere.example' });
    await decide(mail?.id ?? '', { act: 'ticket', organisationId });
    const page = TicketPage.parse((await technician.ask('/tickets?show=all')).body);
    expect(page.tickets).toMatchObject([{ requester: 'eve@elsewhere.example' }]);
  });
});

describe.skipIf(problem !== null)('a title', () => {
  test('is one line, whatever the mail has in its subject or first line', async () => {
    await box.setUp(server);
    const subject = 'Subject: =?utf-8?q?Hi=0D=0ABcc:_x@evil.example=E2=80=AEgpj?=';
    await take(
      proven('From: ana@contoso.example', subject),
      Buffer.from(proven('From: bob@contoso.example', 'Subject: ').toString().replace('Words', 'A\x1bB\x07')),
    );
    expect(await titles()).toEqual(['A B .', 'Hi Bcc: x@evil.example gpj']);
  });
});
