// The files of a ticket: which may be attached, and who can read them.
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { attachmentOf, commentCommand, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

let desk: TestServer;
afterEach(() => desk.close());

test('sync tells agents the allowed file types and the limit', async () => {
  desk = await openTestServer({ environment: { ALLOWED_FILE_TYPES: 'png,PDF', ATTACHMENT_LIMIT_MB: '10' } });
  const agent = await desk.agent();
  expect((await agent.sync()).policy).toEqual({ attachmentMegabytes: 10, fileTypes: ['png', 'pdf'] });
  await desk.close();
  desk = await openTestServer();
  const free = await desk.agent();
  expect((await free.sync()).policy).toEqual({ attachmentMegabytes: 25, fileTypes: null });
});

test('a file of a forbidden type is refused by name, on a ticket and on a comment', async () => {
  desk = await openTestServer({ environment: { ALLOWED_FILE_TYPES: 'png,tar.gz' } });
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(100);
  await agent.upload(content);
  const named = (name: string) => ({ attachments: [attachmentOf(content, name)] });
  const ticket = ticketCommand(named('SCREEN.PNG'));
  const commands = [
    ticket,
    ticketCommand(named('logs.tar.gz')),
    ticketCommand(named('run.exe')),
    commentCommand(ticket.key, named('png')),
  ];
  const { results } = await agent.sync(commands);
  const refusal = (name: string) => ({
    outcome: 'refused',
    error: { code: 'attachment-type-refused', details: { name } },
  });
  expect(results).toMatchObject([
    { outcome: 'accepted' },
    { outcome: 'accepted' },
    refusal('run.exe'),
    refusal('png'),
  ]);
});

test('a comment may consist of a file without text', async () => {
  desk = await openTestServer();
  const agent = await desk.activeAgent('requester@contoso.example');
  const content = randomBytes(100);
  await agent.upload(content);
  const ticket = ticketCommand();
  const comment = commentCommand(ticket.key, { body: '', attachments: [attachmentOf(content)] });
  expect(await agent.verdicts(ticket, comment)).toEqual(['accepted', 'accepted']);
  expect((await agent.sync()).tickets).toMatchObject([
    { comments: [{ body: '', attachments: [{ name: 'screen.png' }] }] },
  ]);
});

test('only participants can read the files of a ticket', async () => {
  desk = await openTestServer();
  const agent = await desk.activeAgent('requester@contoso.example');
  const contact = await desk.activeAgent('contact@contoso.example');
  const outsider = await desk.activeAgent('outsider@contoso.example');
  const unconfirmed = await desk.activeAgent();
  const content = randomBytes(300_000);
  await agent.upload(content);
  const ticket = ticketCommand({
    attachments: [attachmentOf(content, 'page d’"hier".html', 'text/html')],
    contacts: [{ email: 'contact@contoso.example', fullName: 'C' }],
  });
  await agent.sync([ticket]);
  const file = `/v1/tickets/${ticket.key}/attachments/${attachmentOf(content).sha256}`;
  for (const reader of [agent, contact]) {
    const answer = await fetch(`${desk.url}${file}`, { headers: reader.authorization() });
    expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="page d__hier_.html"/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
  for (const stranger of [outsider, unconfirmed]) expect(codeOf(await stranger.ask(file))).toBe('not-found');
  const other = attachmentOf(randomBytes(10)).sha256;
  expect(codeOf(await agent.ask(file.replace(/[0-9a-f]{64}$/, other)))).toBe('not-found');
  expect(codeOf(await agent.ask(file.replace(/[0-9a-f]{64}$/, 'x')))).toBe('invalid-request');
  await desk.changeState('suspend', [contact]);
  expect(codeOf(await contact.ask(file))).toBe('agent-suspended');
});

test('the requester can read files of a reply, and not those of an internal note', async () => {
  desk = await openTestServer();
  const agent = await desk.activeAgent('requester@contoso.example');
  const technician = await desk.technician();
  const ticket = ticketCommand();
  await agent.sync([ticket]);
  await desk.delivered();
  const [guide, secret] = [Buffer.from('How to put out a fire'), Buffer.from('What it cost')];
  const reply = (file: Buffer, internal: boolean) => ({
    body: 'See the file.',
    internal,
    attachments: [attachmentOf(file, 'guide.txt', 'text/plain')],
  });
  const replies = `/tickets/${ticket.key}/replies`;
  expect(codeOf(await technician.ask(replies, { json: reply(guide, false) }))).toBe('attachment-missing');
  for (const file of [guide, secret]) {
    const sha256 = createHash('sha256').update(file).digest('hex');
    const sent = await fetch(`${desk.url}/v1/console/uploads/${sha256}`, {
      method: 'PUT',
      headers: { cookie: technician.cookie, origin: desk.url, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(file),
    });
    expect(sent.status).toBe(204);
  }
  const administrator = await desk.administrator();
  expect(codeOf(await administrator.ask(replies, { json: reply(guide, false) }))).toBe('attachment-missing');
  expect((await technician.ask(replies, { json: reply(guide, false) })).status).toBe(200);
  expect((await technician.ask(replies, { json: reply(secret, true) })).body).toMatchObject({
    comments: [
      { attachments: [{ name: 'guide.txt' }] },
      { internal: true, attachments: [{ name: 'guide.txt' }] },
    ],
  });
  expect((await agent.sync()).tickets).toMatchObject([
    { attachments: [], comments: [{ author: 'technician', attachments: [{ name: 'guide.txt' }] }] },
  ]);
  const read = (file: Buffer) =>
    agent.ask(`/v1/tickets/${ticket.key}/attachments/${attachmentOf(file).sha256}`);
  const answer = await fetch(
    `${desk.url}/v1/tickets/${ticket.key}/attachments/${attachmentOf(guide).sha256}`,
    {
      headers: agent.authorization(),
    },
  );
  expect(await answer.text()).toBe('How to put out a fire');
  expect(codeOf(await read(secret))).toBe('not-found');
});
