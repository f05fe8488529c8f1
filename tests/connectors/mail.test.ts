// The mail connector on real SMTP and IMAP servers: the contract suite, and tests of mail only.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { FilesUnavailable } from '../../server/storage/content-store.ts';
import { type Dovecot, dovecotProblem, startDovecot } from '../fakes/mail-desk/dovecot.ts';
import { openMailHarness } from '../fakes/mail-desk/harness.ts';
import { type OpenedDesk, openMailDesk } from '../fakes/mail-desk/open-desk.ts';
import { CLIENT_SECRET } from '../fakes/mail-desk/token-endpoint.ts';
import { startTokens } from '../fakes/mail-desk/tokens.ts';
import { newAttachment, newComment, newTicket } from './content.ts';
import { connectorContract } from './contract.ts';
import { call } from './deliver.ts';

const problem = dovecotProblem();
const HOUR = 3_600_000;
const A = { email: 'a.requester@contoso.example', fullName: 'A requester' };
const B = { email: 'b.requester@contoso.example', fullName: 'Another requester' };
let dovecot: Promise<Dovecot> | null = null;
let own: OpenedDesk | null = null;

/** Returns one server for all tests; each test has its own mailbox. */
function sharedDovecot(): Promise<Dovecot> {
  dovecot ??= startDovecot();
  return dovecot;
}

async function open(): Promise<OpenedDesk> {
  own = await openMailDesk(await sharedDovecot());
  return own;
}

afterEach(async () => {
  await own?.close();
  own = null;
});
afterAll(async () => {
  await (await dovecot)?.close();
});

function ticketOf(more: Parameters<typeof newTicket>[1] = {}) {
  const harness = { organisation: 'Contoso', known: A, category: null };
  return newTicket(harness as Parameters<typeof newTicket>[0], more);
}

const question = (key: string, operation: 'create-ticket' | 'add-comment' = 'create-ticket') =>
  ({ key, operation, ticketRef: null, since: new Date().toISOString(), fileName: null }) as const;

async function created(desk: OpenedDesk, more: Parameters<typeof newTicket>[1] = {}): Promise<string> {
  const answer = await desk.connector.createTicket(ticketOf(more));
  if (!answer.ok) throw new Error(answer.failure.reason.en);
  return answer.value.ref;
}

async function read(desk: OpenedDesk, cursor: string | null) {
  const answer = await desk.connector.changesSince(cursor);
  if (!answer.ok) throw new Error(answer.failure.reason.en);
  return answer.value;
}

function sendingTests(): void {
  test('a mail is sent in the name of the requester, to the desk only, and answers come back to us', async () => {
    const desk = await open();
    const ref = await created(desk, { contacts: [B], kind: 'service_request', description: 'Two screens' });
    const incident = desk.incident(ref);
    expect(incident).toMatchObject({ from: A.email, kind: 'service_request', ccs: [B.email] });
    expect(incident.messageId).toMatch(/^<[0-9a-z]{25}@contoso\.example>$/);
    expect(JSON.stringify(incident.headers)).not.toContain(`<${ref}`);
    expect(incident.subject.endsWith(`[${ref}]`)).toBe(true);
    expect(desk.smtp.envelopes).toEqual([{ from: 'guichet@contoso.example', to: ['desk@octopus.example'] }]);
    expect(incident.headers).toMatchObject({
      sender: 'guichet@contoso.example',
      'reply-to': 'guichet@contoso.example',
    });
  });

  test('a mail that was answered with 250 is never sent again, even after a restart', async () => {
    const desk = await open();
    const ticket = ticketOf();
    for (const connector of [desk.connector, desk.connector, desk.connect()]) {
      expect(await connector.createTicket(ticket)).toMatchObject({ ok: true, value: { ref: ticket.key } });
    }
    expect(desk.desk.arrived).toHaveLength(1);
  });

  test('after a lost answer the acknowledgement proves that the mail arrived', async () => {
    const desk = await open();
    desk.delayed = [];
    const ticket = ticketOf();
    desk.smtp.spoilNext('lost');
    const lost = await desk.connector.createTicket(ticket);
    expect(lost).toMatchObject({ failure: { kind: 'unreachable' } });
    expect(lost).not.toMatchObject({ failure: { isOver: true } });
    // as after a restart
    const later = desk.connect();
    expect(await later.findByKey(question(ticket.key))).toEqual({ ok: true, value: null });
    for (const mail of desk.delayed) await desk.deliver(mail);
    const found = await later.findByKey(question(ticket.key));
    expect(found).toMatchObject({ ok: true, value: { ref: ticket.key, number: '7001' } });
    expect(desk.desk.arrived).toHaveLength(1);
  });

  test('a mail without answer and acknowledgement is sent again with its Message-ID, and the desk has one request', async () => {
    const desk = await open();
    desk.delayed = [];
    const ticket = ticketOf();
    desk.smtp.spoilNext('lost');
    await desk.connector.createTicket(ticket);
    expect(await desk.connector.findByKey(question(ticket.key))).toEqual({ ok: true, value: null });
    expect((await desk.connector.createTicket(ticket)).ok).toBe(true);
    const [first, second] = desk.desk.arrived;
    expect(desk.desk.arrived).toHaveLength(2);
    expect(second).toBe(first);
    expect(desk.desk.incidents).toHaveLength(1);
  });

  test('a mail whose connection breaks in the middle was certainly not sent', async () => {
    const desk = await open();
    const ref = await created(desk);
    const file = newAttachment(ref, 'recording.mp4', Buffer.alloc(8_000_000, 'x'));
    desk.smtp.spoilNext('half');
    const answer = await desk.connector.addAttachment(file);
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreachable', isOver: true } });
    expect(await desk.sent.find(file.key)).toBeNull();
  });

  test.each([
    [550, false, 'refused'],
    [554, true, 'refused'],
    [450, false, 'unreachable'],
    [452, true, 'unreachable'],
  ] as const)(
    'the answer %i (after the mail: %s) means %s, and that the mail was not sent',
    async (code, after, kind) => {
      const desk = await open();
      const ticket = ticketOf();
      desk.smtp.spoilNext({ code, after });
      const job = { operation: 'create-ticket', content: ticket } as const;
      expect(await call(desk.connector, job)).toMatchObject({ ok: false, failure: { kind } });
      expect(await desk.connector.findByKey(question(ticket.key))).toEqual({ ok: true, value: null });
      expect(desk.desk.arrived).toEqual([]);
    },
  );
}

function threadTests(): void {
  test('replies wait for the number without delaying other tickets, and then have the tag', async () => {
    const desk = await open();
    desk.delayed = [];
    const ref = await created(desk);
    const comment = newComment(ref, B, 'I have it too.');
    expect(await desk.connector.addComment(comment)).toMatchObject({
      failure: { kind: 'limited', ticketOnly: true },
    });
    for (const mail of desk.delayed.splice(0)) await desk.deliver(mail);
    expect((await desk.connector.addComment(comment)).ok).toBe(true);
    expect(desk.incident(ref).comments).toHaveLength(1);
    expect(desk.desk.incidents).toHaveLength(1);
  });

  test('a reply waits for the number no longer than the settings say', async () => {
    const desk = await open();
    desk.delayed = [];
    const ref = await created(desk);
    const { messageId } = desk.incident(ref);
    desk.now = () => new Date(Date.now() + 5 * HOUR);
    expect((await desk.connector.addComment(newComment(ref, A, 'Hello?'))).ok).toBe(true);
    expect(desk.desk.incidents.at(-1)?.headers).toMatchObject({ 'in-reply-to': messageId });
  });

  test('a ticket that was sent while the clock was ahead makes a reply wait no longer', async () => {
    const desk = await open();
    desk.delayed = [];
    const start = Date.now();
    desk.now = () => new Date(start + 72 * HOUR);
    const ref = await created(desk);
    const comment = newComment(ref, A, 'Hello?');
    desk.now = () => new Date(start);
    expect(await desk.connector.addComment(comment)).toMatchObject({ failure: { kind: 'limited' } });
    desk.now = () => new Date(start + 5 * HOUR);
    expect((await desk.connector.addComment(comment)).ok).toBe(true);
  });

  test('without a mailbox no changes are read, and replies refer to their ticket by the thread only', async () => {
    const desk = await open();
    const withoutMailbox = desk.connect({ imap: null });
    expect(withoutMailbox.capabilities.changes).toBe(false);
    const ticket = ticketOf();
    await withoutMailbox.createTicket(ticket);
    expect((await withoutMailbox.addComment(newComment(ticket.key, A, 'Hello?'))).ok).toBe(true);
    expect(await withoutMailbox.changesSince(null)).toMatchObject({ failure: { kind: 'refused' } });
  });
}

function readingTests(): void {
  test('the number is taken from the acknowledgement, not from the title or the request', async () => {
    const desk = await open();
    const { cursor } = await read(desk, null);
    const ref = await created(desk, { title: 'Like INC-42, again', description: 'See INC-43.' });
    const { tickets } = await read(desk, cursor);
    expect(tickets).toEqual([expect.objectContaining({ ref, number: '7001', comments: [] })]);
  });

  test('the number is also found in an acknowledgement that arrived before the first reading of the mailbox', async () => {
    const desk = await open();
    const ref = await created(desk);
    const { cursor, tickets } = await read(desk, null);
    expect(tickets).toEqual([]);
    expect((await read(desk, cursor)).tickets).toMatchObject([{ ref, number: '7001' }]);
  });

  test('a reply is added to its ticket by the tag alone, also as HTML, without quoted text', async () => {
    const desk = await open();
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    const headers = 'From: A technician <t@octopus.example>\r\nSubject: [INC-7001] news\r\nMIME-Version: 1.0';
    const html = '<p>It is <b>mended</b> &amp; clean.</p><blockquote>It prints nothing</blockquote>';
    await desk.deliver(Buffer.from(`${headers}\r\nContent-Type: text/html\r\n\r\n${html}`));
    const [ticket] = (await read(desk, cursor)).tickets;
    expect(ticket).toMatchObject({
      ref,
      comments: [{ author: 'A technician', body: 'It is mended & clean.' }],
    });
  });

  test('a mail from a stranger with a ticket number is left out and reported to staff', async () => {
    const desk = await open();
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    const mail = (from: string, more = '') =>
      Buffer.from(
        `From: Support <${from}>\r\nSubject: [INC-7001] news\r\n${more}\r\nStatut : Résolu. Click here.`,
      );
    await desk.deliver(mail('stranger@elsewhere.example'));
    const left = await read(desk, cursor);
    expect(left.tickets).toEqual([]);
    expect(left.leftOut?.en).toContain('stranger@elsewhere.example (“[INC-7001] news”)');
    // a domain that only ends like the allowed one
    await desk.deliver(mail('stranger@not-octopus.example'));
    expect(await read(desk, left.cursor)).toMatchObject({ tickets: [], leftOut: { en: expect.any(String) } });

    desk.connector = desk.connect({ senders: ['stranger@elsewhere.example'] });
    await desk.deliver(mail('Stranger@Elsewhere.example'));
    await desk.deliver(mail('desk@octopus.example'));
    const { messageId } = desk.incident(ref);
    await desk.deliver(mail('a.colleague@contoso.example', `In-Reply-To: ${messageId}\r\n`));
    await desk.deliver(mail('somebody@octopus.example'));
    const { tickets, leftOut } = await read(desk, left.cursor);
    expect(tickets[0]?.comments).toHaveLength(3);
    expect(leftOut?.en).toContain('somebody@octopus.example');
  });

  test('automatic mails, our own mails and mails of strangers are no comments, and the mailbox stays unchanged', async () => {
    const desk = await open();
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    const id = desk.incident(ref).messageId;
    const mail = (headers: string) =>
      Buffer.from(`From: X <x@octopus.example>\r\n${headers}\r\n\r\nWords of nobody.`);
    await desk.deliver(mail(`Subject: Away\r\nIn-Reply-To: ${id}\r\nAuto-Submitted: auto-replied`));
    const colleague = 'From: Y <y@contoso.example>\r\nSubject: List';
    await desk.deliver(
      Buffer.from(`${colleague}\r\nReferences: ${id}\r\nPrecedence: bulk\r\n\r\nWords of nobody.`),
    );
    await desk.deliver(mail(`Subject: Ours [INC-7001]\r\nMessage-ID: ${id}`));
    await desk.deliver(mail('Subject: Offer INC-9999'));
    const { tickets, leftOut } = await read(desk, cursor);
    expect(tickets.flatMap(({ comments }) => comments)).toEqual([]);
    expect(leftOut?.en).toContain('y@contoso.example');
    expect(tickets.map((ticket) => ticket.ref)).toEqual([ref]);
    const unseen = await desk.imap(async (client) => {
      await client.mailboxOpen('INBOX');
      return client.search({ seen: false }, { uid: true });
    });
    expect(unseen).toHaveLength(5);
  });

  test('a bounce is for staff alone, beside the status, and its number is ignored', async () => {
    const desk = await open();
    desk.delayed = [];
    const { cursor } = await read(desk, null);
    const ref = await created(desk);
    const head =
      'From: MAILER-DAEMON@contoso.example\r\nSubject: Anybody may write this\r\nMIME-Version: 1.0\r\n' +
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n';
    const parts = `--b\r\n\r\nINC-5 is unknown here\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${desk.incident(ref).messageId}\r\n\r\n--b--`;
    await desk.deliver(Buffer.from(`${head}\r\n${parts}`));
    const { tickets } = await read(desk, cursor);
    const note = { isBounce: true, body: 'Anybody may write this\n\nINC-5 is unknown here' };
    expect(tickets).toMatchObject([{ ref, number: null, backendStatus: null, comments: [note] }]);
  });

  test('after the folder was recreated, reading continues from the same time', async () => {
    const desk = await open();
    await desk.imap((client) => client.mailboxCreate('Desk'));
    const { imap } = desk.settings;
    desk.connector = desk.connect({ imap: imap && { ...imap, folder: 'Desk' } });
    desk.delayed = [];
    const ref = await created(desk);
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'First.'), 'Desk');
    let { cursor } = await read(desk, (await read(desk, null)).cursor);
    await desk.imap(async (client) => {
      await client.mailboxDelete('Desk');
      await client.mailboxCreate('Desk');
    });
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'Second.'), 'Desk');
    ({ cursor } = await read(desk, cursor));
    const [ticket] = (await read(desk, cursor)).tickets;
    expect(ticket?.comments.map(({ body }) => body)).toEqual(['Second.']);
  });
}

function proofTests(): void {
  const STRANGER = 'stranger@elsewhere.example';
  const mail = (from: string, headers: string, body = 'Statut : Approuvé.\nPay here.') =>
    Buffer.from(`From: Support <${from}>\r\n${headers}\r\n\r\n${body}`);

  async function ticketWithNumber(desk: OpenedDesk) {
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    return { ref, cursor, messageId: desk.incident(ref).messageId };
  }

  test('the id of a ticket, which every participant knows, proves nothing', async () => {
    const desk = await open();
    const { ref, cursor } = await ticketWithNumber(desk);
    await desk.deliver(mail(STRANGER, `Subject: Re: [${ref}]`));
    await desk.deliver(mail(STRANGER, `Subject: Re\r\nIn-Reply-To: <${ref}@contoso.example>`));
    await desk.deliver(mail(STRANGER, `Subject: Re\r\nReferences: <${ref}@contoso.example>`));
    const { tickets, leftOut } = await read(desk, cursor);
    expect(tickets).toEqual([]);
    expect(leftOut?.en).toContain(STRANGER);
  });

  test('whoever else answers one of our mails is shown to staff alone, and only senders of the desk change the status', async () => {
    const desk = await open();
    const { cursor, messageId } = await ticketWithNumber(desk);
    await desk.deliver(mail('expert@contoso.example', `Subject: Re\r\nIn-Reply-To: ${messageId}`));
    const after = await read(desk, cursor);
    const unprovenSender = 'expert@contoso.example';
    expect(after.tickets).toMatchObject([{ status: null, comments: [{ unprovenSender }] }]);
    expect(after.leftOut?.en).toContain('A mail from expert@contoso.example (“Re”) answers a ticket');
    await desk.deliver(mail('desk@octopus.example', `Subject: Re\r\nIn-Reply-To: ${messageId}`));
    const { tickets, leftOut } = await read(desk, after.cursor);
    expect(tickets).toMatchObject([{ status: 'approved' }]);
    expect([tickets[0]?.comments[0]?.unprovenSender, leftOut]).toEqual([undefined, undefined]);
  });

  test('a number is learnt from senders of the desk only, whatever key a mail has', async () => {
    const desk = await open();
    desk.connector = desk.connect({ plusAddress: true });
    const { cursor } = await read(desk, null);
    desk.delayed = [];
    const ref = await created(desk);
    const { messageId, headers } = desk.incident(ref);
    await desk.deliver(mail(STRANGER, `Subject: x\r\nIn-Reply-To: ${messageId}`, 'INC-9999 hello'));
    await desk.deliver(mail(STRANGER, `Subject: INC-9999\r\nTo: ${headers['reply-to']}`, 'hello'));
    // a sender that answers as a machine, whose mail is no comment
    await desk.deliver(
      mail(STRANGER, `Subject: INC-9999\r\nIn-Reply-To: ${messageId}\r\nAuto-Submitted: auto-replied`),
    );
    const first = await read(desk, cursor);
    expect(first.tickets).toMatchObject([{ ref, number: null }]);
    // a reply that waits for the number looks for it in the mailbox itself
    expect(await desk.connector.addComment(newComment(ref, A, 'Hello?'))).toMatchObject({
      failure: { kind: 'limited' },
    });
    expect(await desk.sent.findByNumber('9999')).toBeNull();
    for (const one of desk.delayed) await desk.deliver(one);
    expect((await read(desk, first.cursor)).tickets).toMatchObject([{ ref, number: '7001' }]);
  });

  test('a requester who answers by mail does not speak for the desk', async () => {
    const desk = await open();
    const { cursor, messageId } = await ticketWithNumber(desk);
    await desk.deliver(mail(A.email, `Subject: Re\r\nIn-Reply-To: ${messageId}`));
    const { tickets, leftOut } = await read(desk, cursor);
    expect(tickets).toEqual([]);
    expect(leftOut?.en).toContain(A.email);
  });

  test('a number is learnt once, and never moves to another ticket', async () => {
    const desk = await open();
    const first = await ticketWithNumber(desk);
    desk.delayed = [];
    const second = await created(desk);
    const thief = desk.incident(second).messageId;
    const stolen = mail('desk@octopus.example', `Subject: [INC-7001]\r\nIn-Reply-To: ${thief}`, 'Mine now.');
    await desk.deliver(stolen);
    const { tickets } = await read(desk, first.cursor);
    expect(tickets).toMatchObject([{ ref: second, number: null }]);
    expect((await desk.sent.findByNumber('7001'))?.key).toBe(first.ref);
    const other = mail('desk@octopus.example', `Subject: [INC-7999]\r\nIn-Reply-To: ${first.messageId}`, 'x');
    await desk.deliver(other);
    await read(desk, first.cursor);
    expect(await desk.sent.find(first.ref)).toMatchObject({ number: '7001' });
  });

  test('with plus addressing, an answer without the headers of the thread finds its ticket', async () => {
    const desk = await open();
    desk.connector = desk.connect({ plusAddress: true });
    const { ref, cursor } = await ticketWithNumber(desk);
    const replyTo = desk.incident(ref).headers['reply-to'] ?? '';
    expect(replyTo).toMatch(/^guichet\+[0-9a-z]{25}@contoso\.example$/);
    await desk.deliver(mail('expert@contoso.example', `Subject: News\r\nTo: ${replyTo}`, 'Done.'));
    const guessed = `guichet+${'0'.repeat(32)}@contoso.example`;
    await desk.deliver(mail('expert@contoso.example', `Subject: News\r\nTo: ${guessed}`, 'Not done.'));
    const { tickets } = await read(desk, cursor);
    expect(tickets).toMatchObject([{ ref, comments: [{ body: 'Done.' }] }]);
  });

  test.each([
    ['nothing', '', false],
    ['DMARC', 'mx.contoso.example; dmarc=pass (p=reject) header.from=octopus.example', true],
    ['DKIM of the domain', 'mx.contoso.example; dkim=pass header.d=octopus.example header.s=k', true],
    ['DKIM of another domain', 'mx.contoso.example; dkim=pass header.d=elsewhere.example', false],
    ['a failure', 'mx.contoso.example; dmarc=fail header.from=octopus.example; dkim=none', false],
    ['another server', 'mx.elsewhere.example; dmarc=pass header.from=octopus.example', false],
    [
      'a failure, after a sender that looks like a result',
      'mx.contoso.example; spf=pass smtp.mailfrom="x dmarc=pass y"@evil.example; dmarc=fail header.from=octopus.example',
      false,
    ],
    [
      'a failure, after a comment that the sender ended',
      'mx.contoso.example; spf=pass (domain of "x) ; dmarc=pass header.from=octopus.example ("@evil.example); dmarc=fail header.from=octopus.example',
      false,
    ],
  ])('where the mail server must vouch for senders, it says %s', async (_what, result, isAccepted) => {
    const desk = await open();
    const { cursor } = await ticketWithNumber(desk);
    desk.connector = desk.connect({ authServer: 'mx.contoso.example' });
    const header = result === '' ? '' : `\r\nAuthentication-Results: ${result}`;
    await desk.deliver(mail('desk@octopus.example', `Subject: [INC-7001]${header}`));
    const { tickets } = await read(desk, cursor);
    expect(tickets.map(({ status }) => status)).toEqual(isAccepted ? ['approved'] : []);
  });
}

/** Mails that once blocked a mailbox or the whole server. */
function hostileMails(messageId: string): [string, Buffer][] {
  const head = `From: X <x@octopus.example>\r\nSubject: Re\r\nIn-Reply-To: ${messageId}\r\nMIME-Version: 1.0\r\n`;
  const nested = (depth: number) => {
    const parts = Array.from(
      { length: depth },
      (_, level) => `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level + 1}\r\n\r\n`,
    );
    return `${head}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${parts.join('')}`;
  };
  const html = (body: string) => `${head}Content-Type: text/html\r\n\r\n${body}`;
  const ids = Array.from({ length: 40_000 }, (_, index) => `<${index}@octopus.example>`);
  const mails: [string, string][] = [
    ['20,000 levels of MIME', nested(20_000)],
    ['40,000 References', `${head}References: ${ids.join('\r\n ')}\r\n\r\nNews.`],
    ['6,000 open tags', html('<div><b><i>'.repeat(2000))],
    ['100,000 open tags', html('<blockquote>'.repeat(100_000))],
    ['blank and quoted lines', `${head}\r\n${'\r\n>\r\n'.repeat(70_000)}`],
    ['a line of dashes', `${head}\r\n${'-'.repeat(200_000)}\r\n${'#-'.repeat(100_000)}`],
    ['an endless header', `${head}X-Long: ${'x'.repeat(900_000)}\r\n\r\nNews.`],
    ['no header', '\r\n\r\n'],
    ['broken bytes', `${head}Content-Type: text/plain; charset=x-nothing\r\n\r\n\xff\xfe\x00`],
  ];
  return mails.map(([name, text]) => [name, Buffer.from(text, 'latin1')]);
}

/** A report that a mail did not arrive, as far as its sender says so: such mails are read whole. */
const newlines = (index: number) =>
  Buffer.from(
    `From: postmaster@evil.example\r\nMessage-ID: <${index}@evil.example>\r\n\r\n${'\n'.repeat(1024 * 1024)}`,
  );

/** Mails that take long are read over several calls: with a clock that stands still, none takes long. */
function stopClock(desk: OpenedDesk): void {
  const at = new Date();
  desk.now = () => at;
}

function badMailTests(): void {
  test('a stranger’s mails of newlines end nothing, are passed, and take no memory of the server', async () => {
    const desk = await open();
    stopClock(desk);
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    for (let index = 0; index < 8; index++) await desk.deliver(newlines(index));
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'All is well.'));
    const page = await read(desk, cursor);
    expect(page).toMatchObject({ more: false, tickets: [{ comments: [{ body: 'All is well.' }] }] });
    expect(page.leftOut).toBeUndefined();
  });

  test('headers of megabytes are not read beyond their limit, and hold up nothing', async () => {
    const desk = await open();
    stopClock(desk);
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    const head = 'From: a@evil.example\r\nTo: a@evil.example\r\n';
    const ids = '<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@evil.example>\r\n '.repeat(80_000);
    const recipients = 'a:'.repeat(950_000);
    for (let count = 0; count < 6; count++) {
      await desk.deliver(Buffer.from(`${head}References: ${ids}\r\n\r\nNews.`));
      await desk.deliver(Buffer.from(`${head}Cc: ${recipients}\r\n\r\nNews.`));
    }
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'All is well.'));
    const before = desk.imapLine.sent();
    const page = await read(desk, cursor);
    expect(page.tickets).toMatchObject([{ comments: [{ body: 'All is well.' }] }]);
    expect(page.leftOut?.en).toContain('Mails that could not be read: 12');
    expect(desk.imapLine.sent() - before).toBeLessThan(12 * 140_000);
  });

  test('mails that take long are read over several calls, and none is lost or read twice', async () => {
    const desk = await open();
    const ref = await created(desk);
    const first = await read(desk, (await read(desk, null)).cursor);
    for (const text of ['One.', 'Two.', 'Three.'])
      await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', text));
    const start = Date.now();
    let looks = 0;
    // a minute passes each time somebody looks
    desk.now = () => new Date(start + looks++ * 60_000);
    const pages = [];
    for (let { cursor, more } = { ...first, more: true }; more; ) {
      const page = await read(desk, cursor);
      pages.push(page.tickets.flatMap(({ comments }) => comments.map(({ body }) => body)));
      ({ cursor, more } = page);
    }
    expect(pages).toEqual([['One.'], ['Two.'], ['Three.']]);
  });

  test('no mail stops those after it, nor the server', async () => {
    const desk = await open();
    const ref = await created(desk);
    let { cursor } = await read(desk, (await read(desk, null)).cursor);
    const { messageId } = desk.incident(ref);
    for (const [, mail] of hostileMails(messageId)) await desk.deliver(mail);
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'All is well.'));
    let longest = 0;
    let before = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }, 5);
    const bodies: string[] = [];
    for (let more = true; more; ) {
      const page = await read(desk, cursor);
      bodies.push(...page.tickets.flatMap(({ comments }) => comments.map(({ body }) => body)));
      ({ cursor, more } = page);
    }
    clearInterval(beat);
    expect(bodies.at(-1)).toBe('All is well.');
    console.info(`the longest pause of the main thread was ${Math.round(longest)} ms`);
  });

  test('a mail that cannot be parsed is flagged, counted and named, and the next one is read', async () => {
    const desk = await open();
    stopClock(desk);
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    const { messageId } = desk.incident(ref);
    const hostile = hostileMails(messageId)[0]?.[1] ?? Buffer.alloc(0);
    await desk.deliver(hostile);
    await desk.deliver(hostile);
    await desk.deliver(desk.desk.reply(desk.incident(ref), 'A technician', 'All is well.'));
    const { tickets, leftOut } = await read(desk, cursor);
    expect(tickets.flatMap(({ comments }) => comments.map(({ body }) => body))).toEqual(['All is well.']);
    expect(leftOut?.en).toContain(
      'Mails that could not be read: 2, the last one from x@octopus.example (“Re”)',
    );
    const flagged = await desk.imap(async (client) => {
      await client.mailboxOpen('INBOX');
      return client.search({ flagged: true }, { uid: true });
    });
    expect(flagged).toHaveLength(2);
  });
}

function passwordTests(): void {
  // this machine, under an address that does not say so
  const host = '0.0.0.0';

  test('no password goes to a mail server without TLS, unless an administrator allows it', async () => {
    const desk = await open();
    const { smtp, imap } = desk.settings;
    const refused = desk.connect({ smtp: { ...smtp, host } });
    const answer = await refused.createTicket(ticketOf());
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'barred' } });
    expect(answer.ok || answer.failure.reason.en).toContain('offers no TLS, so the password was not sent');
    expect(desk.smtp.signIns).toEqual([]);
    const allowed = desk.connect({ smtp: { ...smtp, host, allowPlain: true } });
    expect((await allowed.createTicket(ticketOf())).ok).toBe(true);

    const unread = desk.connect({ imap: imap && { ...imap, host } });
    expect(await unread.changesSince(null)).toMatchObject({ failure: { kind: 'refused' } });
    const read = desk.connect({ imap: imap && { ...imap, host, allowPlain: true } });
    expect((await read.changesSince(null)).ok).toBe(true);
  });
}

function checkTests(): void {
  test('the check names what is missing: the recipient, the folder, a pattern', async () => {
    const desk = await open();
    const missing = async (connector = desk.connector) =>
      (await connector.check()).filter(({ problem }) => problem !== null).map(({ name }) => name);
    desk.smtp.spoilNext({ code: 550, after: false });
    expect(await missing()).toEqual(['write-tickets']);
    const { imap } = desk.settings;
    const elsewhere = desk.connect({ imap: imap && { ...imap, folder: 'Nowhere' } });
    const [problem] = (await elsewhere.check()).flatMap((check) => check.problem ?? []);
    expect(problem?.en).toContain('The folder Nowhere');
    expect(await missing(desk.connect({ numberPattern: 'INC-(\\d+' }))).toEqual(['mailbox']);
    desk.imapLine.goDown(true);
    expect(await missing()).toEqual(['mailbox']);
    expect(desk.desk.arrived).toEqual([]);
  });

  test('the check says that it has not tried to write in the name of others, where that is done', async () => {
    const desk = await open();
    const untried = async (more: Parameters<OpenedDesk['connect']>[0]) =>
      (await desk.connect(more).check()).flatMap((check) => (check.untried ? [check.name] : []));
    expect(await untried({})).toEqual(['write-tickets']);
    expect(await untried({ knownBy: 'reply-to' })).toEqual([]);
    expect(await untried({ guichet: true })).toEqual([]);
  });
}

/** What technicians and their desks send, each as a mail of the desk about a ticket. */
function caseTests(): void {
  const MAILS = path.join(import.meta.dirname, '..', 'fakes', 'mail-desk', 'mails');

  async function answered(name: string, more: Parameters<OpenedDesk['connect']>[0] = {}) {
    const desk = await open();
    const ref = await created(desk);
    const { cursor } = await read(desk, (await read(desk, null)).cursor);
    desk.connector = desk.connect(more);
    const id = desk.incident(ref).messageId;
    const mail = (await readFile(path.join(MAILS, `${name}.eml`))).toString('latin1');
    const ours = mail
      .replaceAll('technician@desk.example.org', 'technician@octopus.example')
      .replaceAll(/<01931f6e-[^>]*>/g, id);
    await desk.deliver(Buffer.from(ours, 'latin1'));
    const { tickets, leftOut } = await read(desk, cursor);
    return { desk, cursor, tickets, comments: tickets.flatMap(({ comments }) => comments), leftOut };
  }

  test('the words of a technician are read, though the desk marks all that it sends as a machine’s', async () => {
    const { comments, leftOut } = await answered('reply-precedence-bulk');
    expect(comments).toMatchObject([{ body: 'The fuser was changed. Please print a test page.' }]);
    expect(leftOut).toBeUndefined();
  });

  test('an automatic answer of the desk is no message, and is named', async () => {
    const { desk, cursor } = await answered('reply-precedence-bulk');
    const head = 'From: A technician <t@octopus.example>\r\nSubject: [INC-7001] I am away';
    await desk.deliver(Buffer.from(`${head}\r\nAuto-Submitted: auto-replied\r\n\r\nBack on Monday.`));
    const { tickets, leftOut } = await read(desk, cursor);
    expect(tickets.flatMap(({ comments }) => comments)).toHaveLength(1);
    expect(leftOut?.en).toContain(
      't@octopus.example (“[INC-7001] I am away”) is marked as an automatic answer',
    );
  });

  test.each([
    ['reply-picture-only', ['image/png']],
    ['reply-winmail', ['application/ms-tnef']],
  ])('%s is a message with a file', async (name, mediaTypes) => {
    const { comments } = await answered(name);
    expect(comments).toMatchObject([{ body: '' }]);
    expect(comments[0]?.files?.map(({ mediaType }) => mediaType)).toEqual(mediaTypes);
  });

  test('a mail whose files have no room here is read again later, and one whose files cannot be read is not', async () => {
    const { desk, cursor } = await answered('reply-picture-only');
    const { keepFiles } = desk;
    desk.keepFiles = async () => {
      throw new FilesUnavailable(new Error('the disk is full'));
    };
    await expect(desk.connector.changesSince(cursor)).rejects.toThrow(FilesUnavailable);
    desk.keepFiles = keepFiles;
    const again = (await read(desk, cursor)).tickets.flatMap(({ comments }) => comments);
    expect(again.map(({ files }) => files?.length)).toEqual([1]);
    desk.keepFiles = async () => {
      throw new Error('damaged');
    };
    const [ticket] = (await read(desk, cursor)).tickets;
    expect(JSON.stringify(ticket?.comments)).toContain('its files could not be read');
  });

  test('a message of the desk without text and files is not silence', async () => {
    const { desk, cursor } = await answered('reply-precedence-bulk');
    await desk.deliver(
      Buffer.from('From: A technician <t@octopus.example>\r\nSubject: [INC-7001] news\r\n\r\n\r\n'),
    );
    const [ticket] = (await read(desk, cursor)).tickets;
    expect(ticket?.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('fuser'),
      expect.stringContaining('a message that cannot be shown here'),
    ]);
  });

  test.each([
    ['reply-underscores', 'The switch of the second floor was replaced'],
    ['reply-menu-path', '> Bluetooth and devices'],
    ['reply-8bit-without-charset', "C'est réglé : 12 € de pièces"],
    ['reply-marker-below-preheader', 'Take the paper out of tray 2 and close it again.'],
  ])('%s loses no word', async (name, words) => {
    expect((await answered(name)).comments[0]?.body).toContain(words);
  });

  test('a pattern finds the words of the technician, and staff have the rest', async () => {
    const wordsPattern = '(?s)A technician, [^\\n]+:\\n(.+)';
    const [comment] = (await answered('reply-marker-below-preheader', { wordsPattern })).comments;
    expect(comment?.body).toBe('Take the paper out of tray 2 and close it again.');
    expect(comment?.whole).toContain('Your request (7001) has been updated.');
  });

  test('a report of a delay says nothing of the ticket', async () => {
    const { tickets } = await answered('report-delayed');
    expect(tickets).toEqual([]);
  });

  test('one mail that cannot be read holds up none behind it', async () => {
    const { desk, cursor } = await answered('report-nested-300');
    await desk.deliver(
      Buffer.from('From: A technician <t@octopus.example>\r\nSubject: [INC-7001] news\r\n\r\nDone.'),
    );
    const [ticket] = (await read(desk, cursor)).tickets;
    expect(ticket?.comments.map(({ body }) => body)).toEqual(['Done.']);
  });

  test('a desk that knows people by Reply-To has the requester there, and copies its answers to us', async () => {
    const desk = await open();
    desk.connector = desk.connect({ knownBy: 'reply-to', plusAddress: true });
    const ref = await created(desk, { contacts: [B] });
    const { from, headers, ccs } = desk.incident(ref);
    expect([from, headers['reply-to']]).toEqual([
      'guichet@contoso.example',
      expect.stringContaining(A.email),
    ]);
    expect(ccs).toEqual([B.email, expect.stringMatching(/^guichet\+[0-9a-z]+@contoso\.example$/)]);
    // who is copied gets it from the desk alone
    expect(desk.smtp.envelopes).toEqual([{ from: 'guichet@contoso.example', to: ['desk@octopus.example'] }]);
  });

  test('a server that takes tokens alone says so, and is signed in to with one that is renewed', async () => {
    const desk = await open();
    const tokens = await startTokens('guichet@contoso.example');
    desk.smtp.tokens.push('a token of nobody');
    const withPassword = await desk.connector.createTicket(ticketOf());
    expect(withPassword).toMatchObject({ ok: false, failure: { kind: 'barred' } });
    expect(withPassword.ok ? '' : withPassword.failure.reason.en).toContain(
      'Passwords are switched off there',
    );

    const token = { tokenUrl: `${tokens.url}/token`, clientId: 'guichet', scope: 'smtp' };
    const settings = { smtp: { ...desk.settings.smtp, token } };
    const refused = await desk.connect(settings, undefined, 'not the secret').createTicket(ticketOf());
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'barred' } });
    expect(refused.ok ? '' : refused.failure.reason.en).toContain('gave no token: invalid_client');

    desk.connector = desk.connect(settings, undefined, CLIENT_SECRET);
    // the first token is refused there, and the second one taken
    desk.smtp.tokens.push('token-1');
    expect((await desk.connector.createTicket(ticketOf())).ok).toBe(true);
    expect((await desk.connector.createTicket(ticketOf())).ok).toBe(true);
    expect([tokens.given, desk.smtp.envelopes.length]).toEqual([['token-0', 'token-1'], 2]);
  });

  test('a server that refuses the name of the requester bars all mails, and says what to do', async () => {
    const desk = await open();
    desk.smtp.spoilNext({ code: 554, after: true, text: '5.2.252 SendAsDenied; guichet@contoso.example' });
    const answer = await desk.connector.createTicket(ticketOf());
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'barred', perhaps: true } });
    expect(answer.ok ? '' : answer.failure.reason.en).toContain('does not let Guichet write in the name');
  });
}

if (problem !== null) {
  console.info(`The mail connector is not tested. ${problem}`);
  test.skip(`the mail connector: ${problem}`);
} else {
  connectorContract('a desk fed by mail', async () => openMailHarness(await sharedDovecot()));
  describe('sending by mail', sendingTests);
  describe('the thread of a request', threadTests);
  describe('reading the mailbox', readingTests);
  describe('what proves that a mail belongs to a ticket', proofTests);
  describe('bad mails', badMailTests);
  describe('passwords', passwordTests);
  describe('testing the connection', checkTests);
  describe('mails of technicians', caseTests);
}
