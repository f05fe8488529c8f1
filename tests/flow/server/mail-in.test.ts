// Mails to the built-in desk become tickets and answers: each once, of whom they prove to be from, in the right ticket.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Attention } from '../../../contract/attention.ts';
import { BackendHealth } from '../../../contract/backends.ts';
import { DAY, MINUTE } from '../../../contract/clock.ts';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { HeldMails } from '../../../contract/held-mails.ts';
import { MEGABYTE } from '../../../contract/primitives.ts';
import { createReplyKeys } from '../../../server/mail/reply-key.ts';
import {
  DESK_ADDRESS,
  type MailToDesk,
  type OpenedDeskMailbox,
  openDeskMailbox,
  sourceOf,
} from '../../fakes/mail-desk/desk-mailbox.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../../fakes/mail-desk/dovecot.ts';
import { openServerWithMailbox } from '../../fakes/mail-desk/server-with-mailbox.ts';
import { createClock } from '../../fakes/server/clock.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { personOf } from '../../fakes/server/imports.ts';
import {
  type FakeStaff,
  firstOrganisation,
  openTestServer,
  type TestServer,
} from '../../fakes/server/test-server.ts';
import { allTold, toldMails } from '../../fakes/server/told-mails.ts';
import { until } from '../../fakes/server/until.ts';

const MAILS = path.join(import.meta.dirname, '../../fakes/mail-desk/mails');
const problem = dovecotProblem();
let dovecot: Dovecot;
let server: TestServer;
let box: OpenedDeskMailbox;
let technician: FakeStaff;

beforeAll(async () => {
  if (problem === null) dovecot = await startDovecot();
});
afterAll(() => dovecot?.close());

beforeEach(async () => {
  if (problem !== null) return;
  ({ server, box, technician } = await openServerWithMailbox(dovecot, ['ana', 'bob']));
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

async function tickets(): Promise<DeskTicket[]> {
  const page = TicketPage.parse((await technician.ask('/tickets?show=all')).body);
  const all = await Promise.all(page.tickets.map(({ id }) => technician.ask(`/tickets/${id}`)));
  return all.map(({ body }) => DeskTicket.parse(body)).sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function onlyTicket(): Promise<DeskTicket> {
  const [ticket, ...others] = await tickets();
  if (!ticket || others.length > 0) throw new Error(`there are ${others.length + (ticket ? 1 : 0)} tickets`);
  return ticket;
}

const held = async () => HeldMails.parse((await technician.ask('/held-mails')).body);
const outcomes = async () =>
  (await server.rows('SELECT outcome FROM desk_mail ORDER BY id')).map(({ outcome }) => outcome);

/** A mail of the cases, of Ana, whom the receiving server vouches for. */
async function caseOf(name: string, to = DESK_ADDRESS): Promise<Buffer> {
  const source = await readFile(path.join(MAILS, `${name}.eml`));
  const [head, ...rest] = source.toString('latin1').split(/\r?\n\r?\n/);
  const kept = (head ?? '').replace(/^(from|to|in-reply-to|references):.*\r?\n(?:[ \t].*\r?\n)*/gim, '');
  const added =
    name === 'report-delayed'
      ? 'From: postmaster@contoso.example'
      : `Authentication-Results: mx.contoso.example; dmarc=pass header.from=contoso.example\r\nFrom: Ana <ana@contoso.example>`;
  return Buffer.from([`${added}\r\nTo: ${to}\r\n${kept}`, ...rest].join('\r\n\r\n'), 'latin1');
}

/** Makes a ticket of Ana by mail. */
async function anasTicket(): Promise<DeskTicket> {
  await take({});
  return onlyTicket();
}

const read = async (id: string) => DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
const act = (id: string, name: string, json: unknown = {}) =>
  technician.ask(`/tickets/${id}/${name}`, { method: 'POST', json });
const refusals = async () => (await server.mails()).filter(({ text }) => text.includes('did not become'));
const health = async () => {
  const backends = z
    .array(z.object({ id: z.string(), health: BackendHealth }))
    .parse((await technician.ask('/backends')).body);
  const desk = backends.find(({ id }) => id === 'built-in');
  if (!desk) throw new Error('there is no desk');
  return desk.health;
};

describe.skipIf(problem !== null)('a mail of somebody whom the organisation knows', () => {
  beforeEach(() => box.setUp(server));

  test('becomes a ticket of theirs, which they see in their agent', async () => {
    await take({ subject: 'Re: Nothing prints' });
    const ticket = await onlyTicket();
    expect(ticket).toMatchObject({
      title: 'Nothing prints',
      description: 'The printer of room 12 prints nothing.',
      number: 'R-000001',
      requester: 'The ana',
      requesterEmail: 'ana@contoso.example',
      hostname: '',
      status: 'new',
    });
    const agent = await server.activeAgent('ana@contoso.example');
    expect((await agent.sync()).tickets).toMatchObject([{ id: ticket.id, you: 'requester' }]);
  });

  test('becomes a ticket of theirs where a group passes it on to the desk, and the answer goes to them', async () => {
    const list = 'help@contoso.example';
    await take({
      to: list,
      headers: { Precedence: 'list', 'List-Id': '<help.contoso.example>', Sender: list },
    });
    expect(await onlyTicket()).toMatchObject({ requesterEmail: 'ana@contoso.example' });
    await allTold(server);
    expect((await toldMails(server)).map(({ to }) => to)).toEqual(['ana@contoso.example']);
  });

  test('that comes twice becomes one ticket', async () => {
    const source = Buffer.from(sourceOf({}, '<once@sender.example>'));
    await take(source, source);
    await box.deliver(source);
    await box.allRead(server);
    expect(await tickets()).toHaveLength(1);
  });

  test('becomes one ticket where the server dies before it keeps its place', async () => {
    await take({ subject: 'One' }, { subject: 'Two' });
    await server.alter('UPDATE desk_mailbox SET cursor = NULL');
    await server.stop();
    await box.deliver({ subject: 'Three' });
    await server.start();
    await box.allRead(server);
    expect((await tickets()).map(({ title }) => title)).toEqual(['One', 'Two', 'Three']);
  });

  test('is taken once after the folder was made anew', async () => {
    const source = Buffer.from(sourceOf({}, '<once@sender.example>'));
    await take(source);
    const before = new Date(server.clock.now().getTime() - MINUTE).toISOString();
    await server.alter('UPDATE desk_mailbox SET cursor = ?', `1:0:${before}`);
    await box.deliver(source);
    await box.deliver({ subject: 'A later one' });
    await box.allRead(server);
    expect((await tickets()).map(({ title }) => title)).toEqual(['Nothing prints', 'A later one']);
  });

  test('that lay there before the mailbox was set up is not taken', async () => {
    const other = await openDeskMailbox(dovecot);
    await other.deliver({ subject: 'Old' }, new Date(server.clock.now().getTime() - DAY));
    await other.setUp(server);
    await other.deliver({ subject: 'New' });
    await other.allRead(server);
    await other.close();
    expect((await tickets()).map(({ title }) => title)).toEqual(['New']);
  });

  test('is taken as soon as the mailbox says that it came', async () => {
    await take({ subject: 'First' });
    await box.deliver({ subject: 'Second' });
    // the clock stands still: nothing is read every minute
    await until(async () => (await tickets()).some(({ title }) => title === 'Second'), 'it is a ticket');
  });

  test('and all others are taken once the mailbox is back', async () => {
    await take({ subject: 'First' });
    box.line.goDown(true);
    for (const subject of ['Second', 'Third']) await box.deliver({ subject });
    await until(async () => {
      server.clock.advance(MINUTE);
      return (await health()).lastFailure !== null;
    }, 'the health says that the mailbox is away');
    expect((await health()).lastFailure?.reason.fr).toContain('La boîte aux lettres');
    box.line.goDown(false);
    await box.allRead(server);
    expect((await tickets()).map(({ title }) => title)).toEqual(['First', 'Second', 'Third']);
  });

  test('that nobody vouches for waits, and says nothing in their name', async () => {
    await take({ proven: false }, { proven: null, subject: 'Without a word' });
    expect(await tickets()).toEqual([]);
    expect(await held()).toMatchObject({
      count: 2,
      mails: [{ reason: 'unproven', from: 'ana@contoso.example' }, { reason: 'unproven' }],
    });
  });

  test('whom two organisations know waits', async () => {
    const administrator = await server.administrator();
    await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
    await server.runImport('directory', { people: [personOf('ana')] }, 'Fabrikam');
    await take({});
    expect((await held()).mails).toMatchObject([{ reason: 'several-organisations', organisationId: null }]);
  });
});

describe.skipIf(problem !== null)('the language of somebody who writes by mail', () => {
  beforeEach(() => box.setUp(server));

  const french = 'Bonjour,\r\nje ne peux pas imprimer depuis hier. Pouvez-vous nous aider ? Merci.\r\n';
  const subjects = async () =>
    (await toldMails(server)).map(({ to, subject }) => `${to} ${subject.slice(0, 22)}`);

  test('is that of their mail, else that of the organisation', async () => {
    const bob = 'bob@contoso.example';
    const headers = { 'Content-Language': 'fr-CA' };
    await take({ text: french }, { from: bob, headers }, { from: bob, text: 'R2D2\r\n', subject: 'Again' });
    await allTold(server);
    expect((await subjects()).sort()).toEqual([
      'ana@contoso.example [R-000001] Votre deman',
      'bob@contoso.example [R-000002] Votre deman',
      'bob@contoso.example [R-000003] Votre deman',
    ]);
  });

  test('is never that of a mail once an agent of theirs has named one', async () => {
    const agent = await server.activeAgent('ana@contoso.example');
    const body = { cursor: 0, commands: [] };
    await agent.ask('/v1/sync', { json: body, headers: { 'accept-language': 'en' } });
    await until(async () => {
      server.clock.advance(MINUTE);
      return (await server.rows('SELECT language FROM agent'))[0]?.language === 'en';
    }, 'the language is written');
    await take({ text: french });
    await allTold(server);
    expect(await subjects()).toEqual(['ana@contoso.example [R-000001] We have you']);
  });

  test('is that of a mail that a technician makes a ticket', async () => {
    await take({ from: 'Eve <eve@elsewhere.example>', text: french });
    const { id: organisationId } = await firstOrganisation(technician);
    const [mail] = (await held()).mails;
    await technician.ask(`/held-mails/${mail?.id}`, { json: { act: 'ticket', organisationId } });
    await server.delivered();
    await allTold(server);
    expect(await subjects()).toEqual(['eve@elsewhere.example [R-000001] Votre deman']);
  });
});

describe.skipIf(problem !== null)('an answer', () => {
  beforeEach(() => box.setUp(server));

  test('to the address of a ticket becomes a comment, and what it quotes is kept beside it', async () => {
    const { id } = await anasTicket();
    const text = 'It prints now.\r\n\r\nOn Monday, A technician wrote:\r\n> Try again.\r\n';
    await take({ to: box.addressOf(server, id), text });
    const { comments } = await read(id);
    expect(comments).toMatchObject([
      {
        author: 'requester',
        authorName: 'The ana',
        body: 'It prints now.',
        whole: expect.stringContaining('> Try'),
      },
    ]);
  });

  test.each(['In-Reply-To', 'References'])('that names a mail of the ticket in %s is one', async (header) => {
    const { id } = await anasTicket();
    const key = createReplyKeys(server.serverKey()).keyOf(id);
    await take({ headers: { [header]: `<${key}.1@guichet.example>` } });
    expect((await read(id)).comments).toHaveLength(1);
  });

  test('with a key that nobody gave out is a new mail', async () => {
    const { id } = await anasTicket();
    const wrong = [
      `t${id.replaceAll('-', '')}k${'0'.repeat(20)}`,
      `g${'0'.repeat(25)}`,
      `g${'z'.repeat(25)}`,
    ];
    for (const key of wrong) await take({ to: DESK_ADDRESS.replace('@', `+${key}@`), subject: `Not ${key}` });
    expect((await read(id)).comments).toEqual([]);
    expect(await tickets()).toHaveLength(4);
  });

  test('is one by the key that earlier versions put into addresses', async () => {
    const { id } = await anasTicket();
    const key = createReplyKeys(server.serverKey()).keyOf(id);
    await take({ to: DESK_ADDRESS.replace('@', `+${key}@`) });
    expect((await read(id)).comments).toHaveLength(1);
  });

  test('brings a ticket back that waits for it', async () => {
    const { id } = await anasTicket();
    await act(id, 'take');
    await act(id, 'set-pending', { reason: 'Which printer?', until: null, untilAnswer: true });
    expect((await read(id)).status).toBe('pending');
    await take({ to: box.addressOf(server, id), text: 'That of room 12.' });
    expect((await read(id)).status).toBe('assigned');
  });

  test('reopens a resolved ticket of theirs, which does not close meanwhile', async () => {
    const { id } = await anasTicket();
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Switched on.' });
    await take({ to: box.addressOf(server, id), text: 'It still prints nothing.' });
    const { status, closesAt, events } = await read(id);
    expect({ status, closesAt }).toEqual({ status: 'assigned', closesAt: null });
    expect(events.at(-1)).toMatchObject({ from: 'resolved', by: 'participant', name: 'The ana' });
  });

  test('of somebody who may not reopen a resolved ticket waits for its technician', async () => {
    const { id } = await anasTicket();
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Switched on.' });
    const of = await server.activeAgent('bob@contoso.example');
    await of.sync();
    await server.alter(
      `INSERT INTO participant (ticket_id, requester_id, role, added_at)
        SELECT ?, id, 'approver', '2030-01-01' FROM requester WHERE email = 'bob@contoso.example'`,
      id,
    );
    server.clock.advance(1000);
    await take({ from: 'bob@contoso.example', to: box.addressOf(server, id), text: 'Was it needed?' });
    expect(await read(id)).toMatchObject({ status: 'resolved', comments: [{ body: 'Was it needed?' }] });
    const { tickets: waiting } = Attention.parse((await technician.ask('/attention')).body);
    expect(waiting).toMatchObject([{ id, why: 'answered' }]);
  });

  test('to a closed ticket becomes a ticket that is linked to it and says so', async () => {
    const { id, number } = await anasTicket();
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Switched on.' });
    await act(id, 'close');
    await take({ to: box.addressOf(server, id), text: 'Off again.' });
    const other = (await tickets()).find((ticket) => ticket.id !== id);
    expect(other).toMatchObject({
      description: `Off again.\n\n(Answer to the closed ticket ${number})`,
      relations: [{ kind: 'related', ticket: { id } }],
    });
    expect((await read(id)).comments).toEqual([]);
  });

  test('to a merged ticket goes to the one that is left', async () => {
    await take({}, { from: 'bob@contoso.example', subject: 'Same here' });
    const [kept, merged] = await tickets();
    if (!kept || !merged) throw new Error('there are not two tickets');
    await act(merged.id, 'merge', { ticketNumber: kept.number });
    await take({ from: 'bob@contoso.example', to: box.addressOf(server, merged.id), text: 'Still.' });
    expect((await read(kept.id)).comments).toMatchObject([{ authorName: 'The bob', body: 'Still.' }]);
    expect(await tickets()).toHaveLength(2);
  });

  test('of nobody who takes part waits, like a forged one', async () => {
    const { id, number } = await anasTicket();
    const to = box.addressOf(server, id);
    await take(
      { to, from: 'bob@contoso.example' },
      { to, proven: false },
      { to, from: 'tech@contoso.example', proven: false },
    );
    expect((await read(id)).comments).toEqual([]);
    expect((await held()).mails.map(({ reason, ticketNumber }) => [reason, ticketNumber])).toEqual([
      ['not-participant', number],
      ['unproven', number],
      ['unproven', number],
    ]);
  });
});

describe.skipIf(problem !== null)('an answer of a technician', () => {
  const TECHNICIAN = 'tech@contoso.example';
  beforeEach(() => box.setUp(server));

  test('to what they were mailed is a reply to the requester, without the note that it quotes', async () => {
    const { id } = await anasTicket();
    const [row] = await server.rows('SELECT id FROM staff WHERE email = ?', TECHNICIAN);
    const administrator = await server.administrator();
    const note = { body: 'Ana broke it.', internal: true, attachments: [], mentions: [String(row?.id)] };
    await administrator.ask(`/tickets/${id}/replies`, { json: note });
    await allTold(server);
    const told = (await toldMails(server)).find(({ to }) => to === TECHNICIAN);
    expect(told?.text).toContain('Ana broke it.');
    expect(told?.text).toContain('Your answer to this mail goes to the requester');
    expect(told?.html).toContain('Your answer to this mail goes to the requester');
    const to = told?.thread?.replyTo ?? '';
    // as a mail program quotes that marks no quotes
    await take({ from: TECHNICIAN, to, text: `Switch it on.\r\n\r\n${told?.text.replaceAll('\n', '\r\n')}` });
    expect((await read(id)).comments).toMatchObject([
      { internal: true, body: 'Ana broke it.' },
      {
        ...{ author: 'technician', authorName: 'Tess Technician', internal: false, body: 'Switch it on.' },
        whole: expect.stringContaining('Ana broke it.'),
      },
    ]);
    expect(await held()).toEqual({ mails: [], count: 0 });
    await allTold(server);
    const answer = (await toldMails(server)).at(-1);
    expect(answer).toMatchObject({
      to: 'ana@contoso.example',
      subject: expect.stringContaining('An answer'),
    });
    expect(answer?.text).toContain('Switch it on.');
    expect(answer?.text).not.toContain('Ana broke it.');
    const agent = await server.activeAgent('ana@contoso.example');
    expect(JSON.stringify((await agent.sync()).tickets)).not.toContain('Ana broke it.');
    const [acted] = await server.rows("SELECT subject_id, details FROM audit WHERE act = 'reply'");
    expect(acted).toMatchObject({ subject_id: id, details: expect.stringContaining('"mail"') });
  });

  test('brings its files along', async () => {
    const { id } = await anasTicket();
    await take({ ...mixed(['how.pdf', '%PDF']), from: TECHNICIAN, to: box.addressOf(server, id) });
    expect((await read(id)).comments).toMatchObject([
      { author: 'technician', attachments: [{ name: 'how.pdf', size: 4 }] },
    ]);
  });

  test('who wrote nothing above the quote waits, and one to a closed ticket', async () => {
    const { id } = await anasTicket();
    const to = box.addressOf(server, id);
    await take({ from: TECHNICIAN, to, text: '> A note of ours.\r\n' });
    await act(id, 'take');
    await act(id, 'resolve', { solution: 'Switched on.' });
    await act(id, 'close');
    await take({ from: TECHNICIAN, to, text: 'And another thing.\r\n' });
    expect((await read(id)).comments).toEqual([]);
    expect((await held()).mails.map(({ reason }) => reason)).toEqual(['staff', 'staff']);
  });

  test('waits where they do not reach the organisation or nobody proved their address, and is that of a stranger once they left', async () => {
    const { id } = await anasTicket();
    const to = box.addressOf(server, id);
    await server.alter('UPDATE staff SET email_proven = 0 WHERE email = ?', TECHNICIAN);
    await take({ from: TECHNICIAN, to, text: 'None.\r\n' });
    await server.alter('UPDATE staff SET email_proven = 1 WHERE email = ?', TECHNICIAN);
    await server.alter("UPDATE staff SET organisation_ids = '[]' WHERE email = ?", TECHNICIAN);
    await take({ from: TECHNICIAN, to, text: 'One.\r\n' });
    await server.alter(
      'UPDATE staff SET organisation_ids = NULL, deactivated_at = ? WHERE email = ?',
      ...[server.clock.now().toISOString(), TECHNICIAN],
    );
    await take({ from: TECHNICIAN, to, text: 'Two.\r\n' });
    technician = await server.administrator();
    expect((await read(id)).comments).toEqual([]);
    expect((await held()).mails.map(({ reason }) => reason)).toEqual(['staff', 'staff', 'not-participant']);
  });
});

describe.skipIf(problem !== null)('a stranger', () => {
  const stranger = { from: 'Eve <eve@elsewhere.example>', subject: 'Hello' };

  test('waits for a technician, where the setting says so', async () => {
    await box.setUp(server, { strangers: 'hold' });
    await take(stranger);
    expect(await held()).toMatchObject({ count: 1, mails: [{ reason: 'stranger', name: 'Eve' }] });
    expect(await refusals()).toEqual([]);
  });

  test('is refused with one answer a day, and a machine with none', async () => {
    await box.setUp(server, { strangers: 'refuse', language: 'en' });
    const list = {
      ...stranger,
      from: 'list@elsewhere.example',
      headers: { 'List-Id': '<l.elsewhere.example>' },
    };
    await take(stranger, { ...stranger, subject: 'Again' }, list);
    expect(await outcomes()).toEqual(['refused', 'refused', 'refused']);
    expect((await refusals()).map(({ to }) => to)).toEqual(['eve@elsewhere.example']);
    expect(await held()).toEqual({ mails: [], count: 0 });
  });

  test('gets a ticket in the organisation of the domain, or of the setting', async () => {
    const { id: organisationId } = await firstOrganisation(technician);
    await box.setUp(server, { strangers: 'ticket', organisationId });
    await take(stranger, { from: 'new@contoso.example', subject: 'I am new', proven: false });
    expect(await tickets()).toMatchObject([
      { title: 'Hello', requester: 'Eve', organisationId },
      { title: 'I am new', requesterEmail: 'new@contoso.example', organisationId },
    ]);
  });

  test('waits where no organisation is known for the domain', async () => {
    await box.setUp(server, { strangers: 'ticket' });
    await take(stranger);
    expect((await held()).count).toBe(1);
  });
});

describe.skipIf(problem !== null)('never a ticket and never answered', () => {
  test.each([
    ['a vacation answer', { 'Auto-Submitted': 'auto-replied' }],
    ['bulk', { Precedence: 'bulk' }],
    ['an old vacation answer', { 'X-Autoreply': 'yes' }],
    ['a bounce', { 'Return-Path': '<>' }],
  ])('%s', async (_, headers) => {
    await box.setUp(server, { strangers: 'refuse' });
    await take({ headers }, { headers, from: 'eve@elsewhere.example' });
    expect(await tickets()).toEqual([]);
    expect(await refusals()).toEqual([]);
    expect((await health()).mails).toMatchObject({ automatic: 2, held: 0, refused: 0 });
  });

  test('what a list passes on of whom nobody vouches for or knows', async () => {
    await box.setUp(server);
    const headers = { Precedence: 'list', 'List-Id': '<help.contoso.example>' };
    await take({ headers, proven: false }, { headers, from: 'eve@elsewhere.example' });
    expect((await health()).mails).toMatchObject({ automatic: 2, held: 0 });
    expect(await tickets()).toEqual([]);
  });

  test('a mail of ours that comes back, and one of the desk itself', async () => {
    await box.setUp(server);
    const { id } = await anasTicket();
    const key = createReplyKeys(server.serverKey()).keyOf(id);
    await take(Buffer.from(sourceOf({}, `<${key}.1@guichet.example>`)), { from: DESK_ADDRESS });
    expect(await tickets()).toHaveLength(1);
    expect((await health()).mails).toMatchObject({ automatic: 2 });
  });
});

describe.skipIf(problem !== null)('what is in a mail', () => {
  beforeEach(() => box.setUp(server));

  async function answerBy(name: string): Promise<DeskTicket> {
    const { id } = await anasTicket();
    await take(await caseOf(name, box.addressOf(server, id)));
    return read(id);
  }

  test('a picture alone is a comment with a file', async () => {
    const { comments } = await answerBy('reply-picture-only');
    expect(comments).toMatchObject([{ body: '', attachments: [{ mediaType: 'image/png' }] }]);
    const [{ attachments } = { attachments: [] }] = comments;
    const file = await technician.ask(`/attachments/${attachments[0]?.id}`);
    expect(file.status).toBe(200);
  });

  test('winmail.dat is kept and named', async () => {
    expect((await answerBy('reply-winmail')).comments).toMatchObject([
      { attachments: [{ name: 'winmail.dat' }] },
    ]);
  });

  test.each([
    ['reply-underscores', 'The switch of the second floor was replaced'],
    ['reply-menu-path', '> Bluetooth and devices'],
    ['reply-8bit-without-charset', 'C’est réglé : 12 € de pièces'.replace('’', "'")],
  ])('%s loses no word', async (name, words) => {
    expect((await answerBy(name)).comments[0]?.body).toContain(words);
  });

  test('words below a marker are kept beside the comment', async () => {
    const [comment] = (await answerBy('reply-marker-below-preheader')).comments;
    expect(comment?.whole).toContain('Take the paper out of tray 2');
  });

  test('a report of a delay is no ticket, and one that cannot be read is stepped over and named', async () => {
    await take(await caseOf('report-delayed'), await caseOf('report-nested-300'), { subject: 'Behind it' });
    expect((await tickets()).map(({ title }) => title)).toEqual(['Behind it']);
    expect((await health()).leftOut?.reason.en).toContain('Mails that could not be read: 1');
    await take(await caseOf('reply-precedence-bulk'));
    expect((await health()).mails?.automatic).toBe(2);
  });

  test('a mail without subject and text has a title, and files of refused types are named', async () => {
    await box.close();
    await server.close();
    server = await openTestServer({
      clock: createClock(new Date().toISOString()),
      environment: { ALLOWED_FILE_TYPES: 'pdf' },
    });
    box = await openDeskMailbox(dovecot);
    await server.administrator();
    technician = await server.technician();
    await server.runImport('directory', { people: [personOf('ana')] });
    await box.setUp(server);
    await take({ ...mixed(['a.exe', 'MZ'], ['b.pdf', '%PDF']), subject: '' });
    expect(await onlyTicket()).toMatchObject({
      title: '(no subject)',
      description: expect.stringContaining('a.exe (files of this type are not taken here)'),
      attachments: [{ name: 'b.pdf', size: 4 }],
    });
  });

  test('a mail of 50 MB brings its words and its small files, and names the large one, of which little is read', async () => {
    const large = 'A'.repeat(50 * MEGABYTE);
    await take({ ...mixed(['large.bin', large], ['small.txt', 'small']), subject: 'Large' });
    const ticket = await onlyTicket();
    expect(ticket.description).toContain('Words.');
    expect(ticket.description).toContain('large.bin (larger than 25 MB');
    expect(ticket.attachments).toMatchObject([{ name: 'small.txt', size: 5 }]);
    // the mailbox sent the mail's beginning, and the parts that are kept
    expect(box.line.sent()).toBeLessThan(5 * MEGABYTE);
  }, 60_000);
});

/** A mail with a text and these files. */
function mixed(...files: [name: string, content: string][]): MailToDesk {
  const part = ([name, content]: [string, string]) =>
    `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')}\r\n`;
  return {
    type: 'multipart/mixed; boundary=b',
    text: `--b\r\nContent-Type: text/plain\r\n\r\n${files[0]?.[0] === 'a.exe' ? '' : 'Words.'}\r\n${files.map(part).join('')}--b--\r\n`,
  };
}

describe.skipIf(problem !== null)('a technician decides about a mail that waits', () => {
  const decide = (id: string, json: unknown) => technician.ask(`/held-mails/${id}`, { json });
  const first = async () => (await held()).mails[0]?.id ?? '';

  beforeEach(async () => {
    await box.setUp(server, { strangers: 'hold' });
    await take({ ...mixed(['note.txt', 'a note']), from: 'Eve <eve@elsewhere.example>', subject: 'Hello' });
  });

  const fileOf = (id: string, position: number) => technician.ask(`/held-mails/${id}/files/${position}`);

  test('after reading its files, which a browser saves and does not show', async () => {
    const page = ['page.html', '<script>alert(1)</script>'] as [string, string];
    await take({ ...mixed(page, ['b.txt', 'more']), from: 'Eve <eve@elsewhere.example>', subject: 'Files' });
    const mail = (await held()).mails.find(({ subject }) => subject === 'Files');
    expect(mail?.files.map(({ name, size }) => [name, size])).toEqual([
      ['page.html', 25],
      ['b.txt', 4],
    ]);
    const file = await fileOf(mail?.id ?? '', 0);
    expect(file.body).toBe('<script>alert(1)</script>');
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringContaining('attachment; filename="page.html"'),
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    expect((await fileOf(mail?.id ?? '', 2)).status).toBe(404);
    await decide(mail?.id ?? '', { act: 'refuse', answer: false });
    expect((await fileOf(mail?.id ?? '', 0)).status).toBe(404);
  });

  test('whose files only those read who decide about it', async () => {
    const { id: organisationId } = await firstOrganisation(technician);
    await server.alter(
      'UPDATE staff SET organisation_ids = ? WHERE email = ?',
      ...[JSON.stringify([organisationId]), 'tech@contoso.example'],
    );
    const id = String((await server.rows('SELECT id FROM desk_mail'))[0]?.id);
    expect((await fileOf(id, 0)).status).toBe(404);
    await server.alter('UPDATE desk_mail SET organisation_id = ?', organisationId);
    expect((await fileOf(id, 0)).status).toBe(200);
  });

  test('and makes it a ticket', async () => {
    const { id: organisationId } = await firstOrganisation(technician);
    const { body } = await decide(await first(), { act: 'ticket', organisationId });
    await server.delivered();
    expect(await onlyTicket()).toMatchObject({
      id: (body as { ticketId: string }).ticketId,
      title: 'Hello',
      requester: 'Eve',
      attachments: [{ name: 'note.txt' }],
    });
    expect((await held()).count).toBe(0);
    const [audited] = await server.rows("SELECT subject_id FROM audit WHERE act = 'decide-held-mail'");
    expect(audited?.subject_id).toBe((body as { ticketId: string }).ticketId);
  });

  test('after weeks, in which its files are kept', async () => {
    const before = new Date(server.clock.now().getTime() - 30 * DAY).toISOString();
    await server.alter('UPDATE blob SET stored_at = ?', before);
    await server.stop();
    // at its start it removes what nothing refers to
    await server.start();
    const { id: organisationId } = await firstOrganisation(technician);
    await decide(await first(), { act: 'ticket', organisationId });
    expect((await onlyTicket()).events).toMatchObject([
      { by: 'staff', related: { how: 'mail-made', sender: 'eve@elsewhere.example' } },
    ]);
    const [file] = (await onlyTicket()).attachments;
    expect((await technician.ask(`/attachments/${file?.id}`)).status).toBe(200);
  });

  test('and adds it to a ticket', async () => {
    await take({});
    const [ticket] = await tickets();
    expect(codeOf(await decide(await first(), { act: 'comment', ticketNumber: 'R-9' }))).toBe(
      'ticket-number-unknown',
    );
    const id = await first();
    await decide(id, { act: 'comment', ticketNumber: 'r-000001' });
    expect((await read(ticket?.id ?? '')).comments).toMatchObject([
      { authorName: 'Eve', body: 'Words.', attachments: [{ name: 'note.txt' }] },
    ]);
    expect((await read(ticket?.id ?? '')).events).toMatchObject([
      { by: 'staff', related: { how: 'mail-added', sender: 'eve@elsewhere.example' } },
    ]);
    expect(codeOf(await decide(id, { act: 'comment', ticketNumber: 'r-000001' }))).toBe('not-found');
  });

  test('and makes its sender a contact, whose next mail is not held', async () => {
    await take({});
    const [ticket] = await tickets();
    const ticketId = ticket?.id ?? '';
    const add = { act: 'comment', ticketNumber: 'R-000001', addSender: true };
    expect((await decide(await first(), add)).status).toBe(200);
    expect(await read(ticketId)).toMatchObject({
      contacts: [{ fullName: 'Eve', email: 'eve@elsewhere.example' }],
      events: [{ by: 'staff', related: { how: 'sender-added', sender: 'eve@elsewhere.example' } }],
    });
    await take({ from: 'eve@elsewhere.example', to: box.addressOf(server, ticketId), text: 'More words.' });
    expect((await held()).count).toBe(0);
    expect((await read(ticketId)).comments).toHaveLength(2);
  });

  test('and adds nobody twice, nor whom no mail reaches', async () => {
    await take({});
    const [ticket] = await tickets();
    await server.alter("UPDATE desk_mail SET sender = 'ana@contoso.example' WHERE outcome = 'held'");
    const add = { act: 'comment', ticketNumber: 'R-000001', addSender: true };
    await decide(await first(), add);
    expect(await read(ticket?.id ?? '')).toMatchObject({
      contacts: [],
      events: [{ related: { how: 'mail-added' } }],
    });
    await take({ from: 'eve@elsewhere.example', subject: 'Again' });
    await server.alter("UPDATE desk_mail SET sender = 'scanner@copier' WHERE outcome = 'held'");
    expect(codeOf(await decide(await first(), add))).toBe('not-found');
    expect((await read(ticket?.id ?? '')).comments).toHaveLength(1);
  });

  test.each([
    [true, ['eve@elsewhere.example']],
    [false, []],
  ])('and refuses it, with an answer: %s', async (answer, told) => {
    await decide(await first(), { act: 'refuse', answer });
    expect((await refusals()).map(({ to }) => to)).toEqual(told);
    expect(await tickets()).toEqual([]);
  });
});
