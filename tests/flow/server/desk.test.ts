// The built-in desk as technicians use it.
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket, TicketPage } from '../../../contract/console.ts';
import { MINUTE } from '../../../server/clock.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
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

async function newTicket(body: Record<string, unknown> = {}): Promise<string> {
  const command = ticketCommand(body);
  await agent.sync([command]);
  await until(
    async () => (await desk.rows('SELECT number FROM ticket WHERE id = ?', command.key))[0]?.number,
  );
  return command.key;
}

function act(id: string, name: string, json?: unknown) {
  return technician.ask(`/tickets/${id}/${name}`, json === undefined ? { method: 'POST' } : { json });
}

async function search(query: Record<string, string>): Promise<TicketPage> {
  return TicketPage.parse((await technician.ask(`/tickets?${new URLSearchParams(query)}`)).body);
}

function aPicture(): Buffer {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(2000)]);
}

test('a ticket goes from new to closed, and its requester sees each step', async () => {
  const id = await newTicket();
  const seen = async () => (await agent.sync()).tickets[0];
  expect((await act(id, 'take')).body).toMatchObject({ status: 'assigned', technician: 'Tess Technician' });
  expect(await seen()).toMatchObject({ status: 'assigned', technician: 'Tess Technician' });
  await act(id, 'replies', { body: ' Is it still burning? ', internal: false });
  expect((await seen())?.comments).toMatchObject([
    { author: 'technician', authorName: 'Tess Technician', body: 'Is it still burning?' },
  ]);
  expect((await act(id, 'resolve', { solution: 'Water.' })).body).toMatchObject({ status: 'resolved' });
  expect(await seen()).toMatchObject({ status: 'resolved', solution: 'Water.' });
  expect((await act(id, 'reopen')).body).toMatchObject({ status: 'assigned', solution: null });
  await act(id, 'resolve', { solution: 'More water.' });
  expect((await act(id, 'close')).body).toMatchObject({ status: 'closed', solution: 'More water.' });
  expect(await seen()).toMatchObject({ status: 'closed' });
  const acts = (await desk.rows("SELECT act FROM audit WHERE subject_kind = 'ticket' ORDER BY id")).map(
    (row) => row.act,
  );
  expect(acts).toEqual(['take', 'reply', 'resolve', 'reopen', 'resolve', 'close']);
});

test('a reply repeated with its key is stored and audited once, even if the ticket was closed meanwhile', async () => {
  const id = await newTicket();
  const reply = { key: v7(), body: 'Is its cable in?', internal: false };
  await act(id, 'take');
  for (const _ of [1, 2]) expect((await act(id, 'replies', reply)).status).toBe(200);
  await act(id, 'resolve', { solution: 'Plugged.' });
  await act(id, 'close');
  expect((await act(id, 'replies', reply)).body).toMatchObject({ status: 'closed' });
  expect(await desk.rows('SELECT id, body FROM comment')).toEqual([{ id: reply.key, body: reply.body }]);
  expect(await desk.rows("SELECT count(*) AS count FROM audit WHERE act = 'reply'")).toEqual([{ count: 1 }]);
});

test('an act that the status does not allow changes nothing', async () => {
  const id = await newTicket();
  for (const name of ['close', 'reopen']) expect(codeOf(await act(id, name))).toBe('transition-not-allowed');
  expect(codeOf(await act(id, 'resolve', { solution: 'Early.' }))).toBe('transition-not-allowed');
  expect(codeOf(await act(id, 'resolve', { solution: ' ' }))).toBe('invalid-request');
  expect(await desk.rows('SELECT status, solution FROM ticket')).toEqual([{ status: 'new', solution: null }]);
  await act(id, 'take');
  await act(id, 'resolve', { solution: 'Water.' });
  await act(id, 'close');
  for (const name of ['take', 'reopen']) expect(codeOf(await act(id, name))).toBe('transition-not-allowed');
  expect(codeOf(await act(id, 'replies', { body: 'Late.', internal: true }))).toBe('ticket-closed');
});

test('an unknown ticket is not found by any operation', async () => {
  const id = '01900000-0000-7000-8000-000000000000';
  expect(codeOf(await technician.ask(`/tickets/${id}`))).toBe('not-found');
  expect(codeOf(await act(id, 'take'))).toBe('not-found');
  expect(codeOf(await technician.ask(`/attachments/${id}`))).toBe('not-found');
});

test('a ticket contains requester, device, comments, notes and attachments', async () => {
  const [picture, log] = [randomBytes(2000), randomBytes(300)];
  await agent.upload(picture);
  await agent.upload(log);
  const id = await newTicket({ description: 'It smokes.', attachments: [attachmentOf(picture)] });
  const attachments = [attachmentOf(log, 'rapport d’imprimante.txt', 'text/plain')];
  await agent.sync([commentCommand(id, { attachments })]);
  await act(id, 'replies', { body: 'Bring the extinguisher.', internal: true });
  const ticket = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  expect(ticket).toMatchObject({
    number: 'R-000001',
    organisation: 'Contoso',
    requester: 'A requester',
    requesterEmail: 'requester@contoso.example',
    hostname: agent.identity.hostname,
    userName: agent.identity.userName,
    attachments: [{ name: 'screen.png', size: 2000 }],
    comments: [
      { author: 'requester', internal: false, attachments: [{ name: 'rapport d’imprimante.txt' }] },
      { author: 'technician', internal: true, attachments: [] },
    ],
    parked: null,
  });
});

test('a picture is served inline, and any other file as a download that cannot run', async () => {
  const [picture, page] = [aPicture(), Buffer.from('<script>alert(1)</script>')];
  await agent.upload(picture);
  await agent.upload(page);
  const id = await newTicket({
    // what the agent says about a file decides nothing
    attachments: [attachmentOf(picture, 'screen.png', 'text/html'), attachmentOf(page, 'rapport d’hier.png')],
  });
  const { attachments } = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  const read = (place: number) =>
    fetch(`${desk.url}/v1/console/attachments/${attachments[place]?.id}`, {
      headers: { cookie: technician.cookie },
    });
  const shown = await read(0);
  expect(Buffer.from(await shown.arrayBuffer()).equals(picture)).toBe(true);
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('content-disposition')).toMatch(/^inline; filename="screen.png"/);
  const downloaded = await read(1);
  expect(await downloaded.text()).toBe('<script>alert(1)</script>');
  expect(downloaded.headers.get('content-type')).toBe('application/octet-stream');
  expect(downloaded.headers.get('content-disposition')).toBe(
    `attachment; filename="rapport d_hier.png"; filename*=UTF-8''rapport%20d%E2%80%99hier.png`,
  );
  for (const answer of [shown, downloaded]) {
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
  }
  const stranger = await ask(`${desk.url}/v1/console/attachments/${attachments[0]?.id}`);
  expect(codeOf(stranger)).toBe('not-signed-in');
});

test('a name that would leave its folder, run on a click or read backwards is cleaned', async () => {
  const file = randomBytes(100);
  await agent.upload(file);
  const names = ['..\\..\\Startup\\run.cmd', 'invoice\u202efdp.exe', 'nul.txt', 'line\nbreak"quote.txt'];
  const id = await newTicket({ attachments: names.map((name) => attachmentOf(file, name)) });
  const { attachments } = DeskTicket.parse((await technician.ask(`/tickets/${id}`)).body);
  const cleaned = ['run.cmd', 'invoice_fdp.exe', '_nul.txt', 'line_break_quote.txt'];
  expect(attachments.map(({ name }) => name)).toEqual(cleaned);
});

test('the list is filtered by status, and its search ignores case and accents', async () => {
  const [printer, ecran] = [await newTicket(), await newTicket({ title: 'Écran noir 100%' })];
  await act(ecran, 'take');
  await act(ecran, 'resolve', { solution: 'Allumé.' });
  const ids = async (query: Record<string, string>) => (await search(query)).tickets.map(({ id }) => id);
  expect(await ids({})).toEqual([printer]);
  expect(await ids({ show: 'resolved' })).toEqual([ecran]);
  expect(await ids({ show: 'closed' })).toEqual([]);
  expect(await ids({ show: 'all' })).toHaveLength(2);
  for (const search of ['ECRAN', 'écran', 'r-000002', '100%', 'Écran NOIR']) {
    expect(await ids({ show: 'all', search })).toEqual([ecran]);
  }
  for (const search of ['requester@contoso', 'requester']) {
    expect(await ids({ show: 'all', search })).toHaveLength(2);
  }
  for (const search of ['_cran', 'n%ir', 'nothing like it']) {
    expect(await ids({ show: 'all', search })).toEqual([]);
  }
  expect(codeOf(await technician.ask('/tickets?show=lost'))).toBe('invalid-request');
});

test('the pages of the list contain every ticket once, latest update first', async () => {
  const keys: string[] = [];
  for (let call = 0; call < 6; call += 1) {
    const commands = Array.from({ length: 20 }, () => ticketCommand());
    keys.push(...commands.map(({ key }) => key));
    await agent.sync(commands);
    // as many as one agent may create
    desk.clock.advance(20 * MINUTE);
  }
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0);
  const pages: TicketPage[] = [await search({})];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await search({ after: next }));
  expect(pages.map(({ tickets }) => tickets.length)).toEqual([50, 50, 20]);
  const listed = pages.flatMap(({ tickets }) => tickets);
  expect(listed.map(({ id }) => id).sort()).toEqual(keys.sort());
  const times = listed.map(({ updatedAt }) => updatedAt);
  expect(times).toEqual([...times].sort().reverse());
});
