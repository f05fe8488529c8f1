// What intake does with commands: accepted once, refused with a reason, or held.
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CommandResult } from '../../../contract/sync.ts';
import { attachmentOf, commentCommand, type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf, failureOf } from '../../fakes/server/codes.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import { until } from '../../fakes/server/until.ts';

let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

function verdictOf(result: CommandResult | undefined): string {
  if (result === undefined) return 'none';
  return result.outcome === 'accepted' ? 'accepted' : `${result.outcome} ${result.error.code}`;
}

async function verdictsOf(...commands: Parameters<FakeAgent['sync']>[0] & object): Promise<string[]> {
  return (await agent.sync(commands)).results.map(verdictOf);
}

test('the response to a new ticket already contains it', async () => {
  const command = ticketCommand({ title: '  The printer is on fire ', description: 'It smokes.' });
  const { results, tickets } = await agent.sync([command]);
  expect(results).toEqual([{ key: command.key, outcome: 'accepted' }]);
  expect(tickets).toMatchObject([
    {
      id: command.key,
      title: 'The printer is on fire',
      description: 'It smokes.',
      status: 'new',
      comments: [],
    },
  ]);
});

test('a response lost after the commit does not create a second ticket', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.stop();
  await desk.start();
  const { secret, identity } = agent;
  agent = await desk.agent({ secret, identity });
  expect(await verdictsOf(command)).toEqual(['accepted']);
  expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(1);
  expect(await desk.rows('SELECT id FROM delivery')).toHaveLength(1);
});

test('the same key with its fields in another order is the same command', async () => {
  const command = ticketCommand();
  const { attachments, ...rest } = command.body as Record<string, unknown>;
  await agent.sync([command]);
  expect(await verdictsOf({ ...command, body: { attachments, ...rest } })).toEqual(['accepted']);
});

test('the same key with another body, or from another agent, is refused and changes nothing', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  expect(await verdictsOf(ticketCommand({ title: 'Another' }, command.key))).toEqual(['refused key-reused']);
  const other = await desk.activeAgent('other@contoso.example');
  expect((await other.sync([command])).results.map(verdictOf)).toEqual(['refused key-reused']);
  // who may not send learns nothing about the keys of others
  const waiting = await desk.agent();
  expect((await waiting.sync([command])).results.map(verdictOf)).toEqual(['held agent-not-active']);
  expect(await desk.rows('SELECT title FROM ticket')).toEqual([{ title: 'The printer is on fire' }]);
});

test.each([
  ['an empty title', { title: '' }, 'title-empty', undefined],
  ['a title of spaces', { title: '   ' }, 'title-empty', undefined],
  ['a title of 10,000 characters', { title: 'x'.repeat(10_000) }, 'title-too-long', 250],
  ['a description over its limit', { description: 'x'.repeat(100_001) }, 'text-too-long', 100_000],
  ['no title at all', { title: undefined }, 'command-invalid', undefined],
  [
    'eleven attachments',
    { attachments: Array(11).fill(attachmentOf(Buffer.from('x'))) },
    'attachments-too-many',
    10,
  ],
])('a ticket with %s is refused, and others of the same call are not', async (_what, body, code, limit) => {
  const { results } = await agent.sync([ticketCommand(body), ticketCommand()]);
  expect(results.map(verdictOf)).toEqual([`refused ${code}`, 'accepted']);
  const [refused] = results;
  if (refused?.outcome === 'refused' && limit !== undefined) expect(refused.error.details).toEqual({ limit });
});

test('the refusal of an invalid body names the wrong fields', async () => {
  const { results } = await agent.sync([ticketCommand({ ticketKind: 'wish' })]);
  expect(results).toMatchObject([{ error: { details: { issues: [{ path: 'ticketKind' }] } } }]);
});

test.each([
  ['an empty comment', { body: ' ' }, 'text-empty'],
  ['a comment over its limit', { body: 'x'.repeat(100_001) }, 'text-too-long'],
])('%s is refused', async (_what, body, code) => {
  const command = ticketCommand();
  expect(await verdictsOf(command, commentCommand(command.key, body))).toEqual([
    'accepted',
    `refused ${code}`,
  ]);
});

test('a NUL in any text is no reason to refuse a ticket or a message', async () => {
  const text = 'a\0b';
  const ticket = ticketCommand({ title: text, description: text });
  expect(await agent.verdicts(ticket, commentCommand(ticket.key, { body: text }))).toEqual([
    'accepted',
    'accepted',
  ]);
  const [{ title, description, comments } = {}] = (await agent.sync()).tickets;
  // PostgreSQL cannot store it
  const stored = description === 'a\uFFFDb' ? description : text;
  expect([title, description, comments?.[0]?.body]).toEqual(['a b', stored, stored]);
});

test('an unknown kind of command is refused, and the others are carried out', async () => {
  const unknown = { ...ticketCommand(), kind: 'delete-ticket' };
  const inherited = { ...ticketCommand(), kind: 'constructor' };
  expect(await verdictsOf(unknown, ticketCommand(), inherited)).toEqual([
    'refused command-unknown',
    'accepted',
    'refused command-unknown',
  ]);
});

test('commands of a suspended agent are held, and accepted after activation', async () => {
  const command = ticketCommand();
  await desk.changeState('suspend', [agent]);
  expect(await verdictsOf(command)).toEqual(['held agent-suspended']);
  expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(0);
  await desk.changeState('activate', [agent]);
  expect(await verdictsOf(command)).toEqual(['accepted']);
});

test('a command accepted before a suspension is still accepted when repeated', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  await desk.changeState('suspend', [agent]);
  expect(await verdictsOf(command)).toEqual(['accepted']);
});

test('commands of a waiting, retired or unconfirmed agent are held', async () => {
  const waiting = await desk.agent();
  expect((await waiting.sync([ticketCommand()])).results.map(verdictOf)).toEqual(['held agent-not-active']);
  const unconfirmed = await desk.activeAgent();
  expect((await unconfirmed.sync([ticketCommand()])).results.map(verdictOf)).toEqual([
    'held address-not-confirmed',
  ]);
  await desk.changeState('retire', [agent]);
  expect(await verdictsOf(ticketCommand())).toEqual(['held agent-retired']);
});

test('a held ticket holds later commands of its own, and no others', async () => {
  const content = randomBytes(100);
  const held = ticketCommand({ attachments: [attachmentOf(content)] });
  const comment = commentCommand(held.key);
  const other = ticketCommand();
  expect(await verdictsOf(held, comment, other, commentCommand(other.key))).toEqual([
    'held attachment-missing',
    'held attachment-missing',
    'accepted',
    'accepted',
  ]);
  await agent.upload(content);
  expect(await verdictsOf(held, comment)).toEqual(['accepted', 'accepted']);
});

test('an attachment with another size than declared counts as missing', async () => {
  const content = randomBytes(100);
  await agent.upload(content);
  const attachment = { ...attachmentOf(content), size: 99 };
  expect(await verdictsOf(ticketCommand({ attachments: [attachment] }))).toEqual(['held attachment-missing']);
});

test('another requester’s ticket is not found by a comment, and not returned', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  const stranger = await desk.activeAgent('stranger@contoso.example');
  const { results, tickets } = await stranger.sync([commentCommand(command.key)]);
  expect(results.map(verdictOf)).toEqual(['refused ticket-not-found']);
  expect(tickets).toEqual([]);
  expect(await verdictsOf(commentCommand(v7()))).toEqual(['refused ticket-not-found']);
});

test('a closed ticket refuses comments', async () => {
  const command = ticketCommand();
  await agent.sync([command]);
  const technician = await desk.technician();
  await technician.ask(`/tickets/${command.key}/take`, { method: 'POST' });
  await technician.ask(`/tickets/${command.key}/resolve`, { json: { solution: 'Water.' } });
  expect(await verdictsOf(commentCommand(command.key))).toEqual(['accepted']);
  await technician.ask(`/tickets/${command.key}/close`, { method: 'POST' });
  expect(await verdictsOf(commentCommand(command.key))).toEqual(['refused ticket-closed']);
});

test('comments of one call keep their order, whatever their keys', async () => {
  const command = ticketCommand();
  const keys = [v7(), v7(), v7()].reverse();
  const comments = keys.map((key, place) => commentCommand(command.key, { body: `${place}` }, key));
  await agent.sync([command, ...comments]);
  const { tickets } = await agent.sync();
  expect(tickets[0]?.comments.map(({ body }) => body)).toEqual(['0', '1', '2']);
});

test('tickets get numbers in the order of acceptance', async () => {
  const commands = [ticketCommand(), ticketCommand(), ticketCommand()];
  await agent.sync(commands);
  const tickets = await until(async () => {
    const answer = await agent.sync();
    return answer.tickets.every(({ number }) => number !== null) && answer.tickets;
  });
  const numbers = new Map(tickets.map(({ id, number }) => [id, number]));
  expect(commands.map(({ key }) => numbers.get(key))).toEqual(['R-000001', 'R-000002', 'R-000003']);
});

test.each([
  ['malformed JSON', { text: '{"cursor": 0,' }, 400, 'malformed-json'],
  [
    'a field that hides toString',
    { text: '{"cursor":0,"abilities":{"length":{"toString":null}}}' },
    400,
    'malformed-json',
  ],
  ['no body', { text: '', method: 'POST' }, 400, 'malformed-json'],
  [
    'a key that is not a UUIDv7',
    { json: { cursor: 0, commands: [{ ...ticketCommand(), key: 'x' }] } },
    400,
    'invalid-request',
  ],
  ['21 commands', { json: { cursor: 0, commands: Array(21).fill(ticketCommand()) } }, 400, 'invalid-request'],
  ['a negative cursor', { json: { cursor: -1, commands: [] } }, 400, 'invalid-request'],
  [
    'a form',
    { text: 'cursor=0', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'media-type-unsupported',
  ],
])('a sync call with %s is an error and carries out nothing', async (_what, request, status, code) => {
  const answer = await agent.ask('/v1/sync', request);
  expect(failureOf(answer)).toMatchObject({ status, code });
  expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(0);
});

test('the error of an invalid request names the wrong field', async () => {
  const answer = await agent.ask('/v1/sync', { json: { cursor: 'x', commands: [] } });
  expect(failureOf(answer).details?.issues).toMatchObject([{ path: 'cursor' }]);
});

test('a body of 50 MB is refused without being read, and the server answers the next call', async () => {
  const huge = await agent.ask('/v1/sync', {
    text: `{"cursor":0,"padding":"${'x'.repeat(50 * 1024 * 1024)}"}`,
  });
  expect(failureOf(huge)).toMatchObject({ status: 413, code: 'body-too-large' });
  expect(await verdictsOf(ticketCommand())).toEqual(['accepted']);
});

test('a cursor ahead of the feed is an error and carries out nothing', async () => {
  const { cursor } = await agent.sync([ticketCommand()]);
  const answer = await agent.ask('/v1/sync', {
    json: { cursor: cursor + 1000, commands: [ticketCommand()] },
  });
  expect(codeOf(answer)).toBe('cursor-ahead');
  expect(answer.status).toBe(409);
  expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(1);
});

test('a deep body is refused before anything walks through it', async () => {
  const body = '{"cursor":0,"commands":[{"key":"x","kind":"create-ticket","submittedAt":"","body":';
  const deep = `${body}${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`;
  const headers = { ...agent.authorization(), 'content-type': 'application/json' };
  const response = await fetch(`${desk.url}/v1/sync`, { method: 'POST', headers, body: deep });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: 'malformed-json' } });
});

test('the id of a file, of a comment or of a ticket is no key for something else', async () => {
  const content = Buffer.from('a file');
  await agent.upload(content);
  const ticket = ticketCommand({ attachments: [attachmentOf(content)] });
  const comment = commentCommand(ticket.key);
  await agent.sync([ticket, comment, ticketCommand()]);
  await desk.delivered();
  // of an earlier version; those of today are of another form than keys
  const fileId = v7();
  await desk.alter('UPDATE attachment SET id = ?', fileId);
  for (const key of [fileId, comment.key]) {
    expect(await agent.verdicts(ticketCommand({ title: 'Another' }, key))).toEqual(['refused key-reused']);
  }
  const technician = await desk.technician();
  for (const key of [ticket.key, fileId, comment.key]) {
    const json = { key, body: 'On my way.', internal: false };
    const isItself = key === comment.key;
    expect(codeOf(await technician.ask(`/tickets/${ticket.key}/replies`, { json }))).toBe(
      isItself ? 'status 200' : 'key-reused',
    );
  }
  const other = (await desk.rows('SELECT id FROM ticket WHERE id <> ?', ticket.key))[0]?.id;
  const json = { key: comment.key, body: 'On my way.', internal: false };
  expect(codeOf(await technician.ask(`/tickets/${other}/replies`, { json }))).toBe('key-reused');
  expect(await desk.rows('SELECT id FROM comment')).toHaveLength(1);
});

test('the id of somebody else’s comment is no key for a comment', async () => {
  const ticket = ticketCommand();
  await agent.sync([ticket]);
  const technician = await desk.technician();
  await technician.ask(`/tickets/${ticket.key}/replies`, { json: { body: 'On my way.', internal: false } });
  const [reply] = await desk.rows('SELECT id FROM comment');
  expect(await agent.verdicts(commentCommand(ticket.key, {}, String(reply?.id)))).toEqual([
    'refused key-reused',
  ]);
});

test('what an agent that is not active sends is not even parsed', async () => {
  await desk.changeState('suspend', [agent]);
  const unknown = { ...ticketCommand(), kind: 'delete-ticket' };
  expect(await verdictsOf(unknown, ticketCommand({ title: '' }))).toEqual([
    'held agent-suspended',
    'held agent-suspended',
  ]);
});
