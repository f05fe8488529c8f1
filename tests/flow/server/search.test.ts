// The technicians' search in tickets: what it finds, in what order, and that nothing typed has a meaning of its own.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TicketPage } from '../../../contract/console.ts';
import { MINUTE, SECOND } from '../../../server/clock.ts';
import { commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { ON_POSTGRES } from '../../fakes/server/own-database.ts';
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
  // no two tickets were updated last at one time
  desk.clock.advance(MINUTE);
  return command.key;
}

async function read(query: Record<string, string>): Promise<TicketPage> {
  const answer = await technician.ask(`/tickets?${new URLSearchParams({ show: 'all', ...query })}`);
  expect(answer.status).toBe(200);
  return TicketPage.parse(answer.body);
}

async function found(search: string, show = 'all'): Promise<string[]> {
  return (await read({ search, show })).tickets.map(({ id }) => id);
}

test('a search finds words of number, title, description, replies and internal notes', async () => {
  const other = await newTicket({ title: 'Le clavier' });
  const id = await newTicket({ title: 'L’imprimante Zébra', description: 'Elle affiche E-1042.' });
  await agent.sync([commentCommand(id, { body: 'Même après un redémarrage' })]);
  await technician.ask(`/tickets/${id}/replies`, { json: { body: 'Cartouche commandée', internal: false } });
  await technician.ask(`/tickets/${id}/replies`, { json: { body: 'Garantie expirée', internal: true } });
  for (const typed of [
    'R-000002',
    '000002',
    'zebra',
    'ZÉBRA',
    'imprimante',
    'l’imprimante',
    "l'impr",
    'E-1042',
  ])
    expect(await found(typed), typed).toEqual([id]);
  for (const typed of ['redemarrage', 'cartouche COMM', 'garantie', 'expir', 'zébra garantie cartouche'])
    expect(await found(typed), typed).toEqual([id]);
  expect(await found('R-0000')).toEqual([id, other]);
  // all of the words, and a number or an address with its parts in their order
  for (const typed of ['zebra clavier', '1042-E', 'ebra', 'R-000003'])
    expect(await found(typed), typed).toEqual([]);
});

test('a search finds a ticket by its people, also by the name that somebody has since', async () => {
  const colleague = await desk.activeAgent(null);
  await desk.confirm(colleague, 'renee.cote@contoso.example', 'Renée Côté');
  const contacts = [{ email: 'renee.cote@contoso.example', fullName: 'Renée Côté' }];
  const id = await newTicket({ contacts });
  await newTicket();
  for (const typed of ['Renée Côté', 'cote', 'renee.cote@contoso.example', 'requester renee'])
    expect(await found(typed), typed).toEqual([id]);
  expect(await found('requester@contoso.example')).toHaveLength(2);
  await desk.confirm(colleague, 'renee.cote@contoso.example', 'Renée Lavoie');
  expect(await found('lavoie')).toEqual([id]);
});

test('what is typed is looked for as it stands: no character and no word of it is a command', async () => {
  const id = await newTicket({ title: 'Error OR warning: "quoted" AND near (5%) title:none' });
  await newTicket({ title: 'Keyboard' });
  for (const typed of [
    'or',
    'OR',
    'AND',
    '"quoted',
    'quoted" AND',
    'near (5',
    'title:none',
    '(5%)',
    'err*',
    '^error',
  ])
    expect(await found(typed), typed).toEqual([id]);
  for (const typed of [
    'keyboard OR quoted',
    'NOT quoted',
    'text:keyboard',
    'state:open',
    'er*or',
    '{state}',
    'NEAR(error',
  ])
    expect(await found(typed), typed).toEqual([]);
  for (const typed of ['"', '*', '""', '%', '( ) : - ^', '\u0000'])
    expect(await found(typed), typed).toEqual([]);
});

test('a very long search is answered, and one beyond the limit is refused', async () => {
  const words = Array.from({ length: 33 }, (_, index) => `ab${index}`.padEnd(5));
  const id = await newTicket({ title: `${words.slice(0, 15).join(' ')} ${'x'.repeat(60)}` });
  expect(await found('x'.repeat(60))).toEqual([id]);
  expect(await found('x'.repeat(200))).toEqual([]);
  expect(await found('a '.repeat(100))).toEqual([id]);
  expect(await found(words.slice(0, 15).join(' '))).toEqual([id]);
  const tooLong = await technician.ask(`/tickets?${new URLSearchParams({ search: 'x'.repeat(201) })}`);
  expect(tooLong.status).toBe(400);
});

test('what is found is filtered by status, as it is now', async () => {
  const id = await newTicket({ title: 'Scanner' });
  expect([await found('scanner', 'open'), await found('scanner', 'resolved')]).toEqual([[id], []]);
  await technician.ask(`/tickets/${id}/take`, { method: 'POST' });
  await technician.ask(`/tickets/${id}/resolve`, { json: { solution: 'Cable' } });
  expect([await found('scanner', 'open'), await found('scanner', 'resolved')]).toEqual([[], [id]]);
  await technician.ask(`/tickets/${id}/close`, { method: 'POST' });
  expect([await found('scanner', 'resolved'), await found('scanner', 'closed')]).toEqual([[], [id]]);
});

test('the pages of what is found contain every ticket once, latest update first', async () => {
  const keys: string[] = [];
  for (let call = 0; call < 6; call += 1) {
    const commands = Array.from({ length: 20 }, () => ticketCommand({ title: 'Printers on fire' }));
    keys.push(...commands.map(({ key }) => key));
    await agent.sync(commands);
    // as many as one agent may create
    desk.clock.advance(20 * MINUTE);
  }
  await until(async () => (await desk.rows("SELECT id FROM delivery WHERE state <> 'done'")).length === 0);
  // the index keeps up by the second
  await until(async () => {
    desk.clock.advance(SECOND);
    return (await desk.rows('SELECT * FROM search_pending')).length === 0;
  });
  for (const typed of ['pri', 'printer', 'printers fire']) {
    const pages: TicketPage[] = [await read({ search: typed })];
    for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
      pages.push(await read({ search: typed, after: next }));
    expect(pages.map(({ tickets }) => tickets.length)).toEqual([50, 50, 20]);
    const listed = pages.flatMap(({ tickets }) => tickets);
    expect(listed.map(({ id }) => id).sort()).toEqual(keys.sort());
    const times = listed.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual([...times].sort().reverse());
    // a position that is none starts at the first page
    expect(await read({ search: typed, after: 'nowhere' })).toEqual(pages[0]);
  }
});

test('tickets that an earlier version stored are found after the start', async () => {
  const id = await newTicket({ title: 'Scanner' });
  await desk.stop();
  await desk.alter('DELETE FROM search_text');
  await desk.alter(
    ON_POSTGRES
      ? 'DELETE FROM search_words'
      : "INSERT INTO search_words (search_words) VALUES ('delete-all')",
  );
  await desk.alter('INSERT INTO search_pending SELECT id FROM ticket WHERE true ON CONFLICT DO NOTHING');
  await desk.start();
  expect(await found('scanner')).toEqual([id]);
});
