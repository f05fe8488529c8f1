// Pictures in Atera's comments: only those that Atera lists for the ticket are fetched, and only those of public comments.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackendComment, Connector } from '../../../../../server/connectors/connector.ts';
import { newTicket } from '../../../../connectors/content.ts';
import { valueIn } from '../../../../connectors/deliver.ts';
import type { Harness } from '../../../../connectors/harness.ts';
import type { FakeTicket } from '../../../../fakes/atera/account.ts';
import { connectTo } from '../../../../fakes/atera/harness.ts';
import { type FakeAtera, openFakeAtera } from '../../../../fakes/atera/server.ts';

const about = {
  organisation: 'Contoso',
  known: { email: 'a.requester@contoso.example', fullName: 'A Requester' },
  category: null,
} as Harness;
const technician = { TechnicianID: 31, FullName: 'A technician' };

let atera: FakeAtera;
let connector: Connector;
let ticket: FakeTicket;
let asked: { path: string; headers: IncomingHttpHeaders }[] = [];
let redirectsTo: string | null = null;
/** Where Atera's files are: another server than that of its API. */
const storage = createServer((request, response) => {
  asked.push({ path: request.url ?? '', headers: request.headers });
  if (redirectsTo !== null) return void response.writeHead(302, { location: redirectsTo }).end();
  response.writeHead(200, { 'content-type': 'image/png' }).end('pixels');
});
let files: string;

beforeEach(async () => {
  asked = [];
  redirectsTo = null;
  await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
  files = `http://127.0.0.1:${(storage.address() as AddressInfo).port}`;
  atera = await openFakeAtera();
  connector = connectTo(atera);
  const { ref } = valueIn(await connector.createTicket(newTicket(about)));
  ticket = atera.account.tickets.get(Number(ref)) as FakeTicket;
});
afterEach(async () => {
  storage.closeAllConnections();
  await new Promise((resolve) => storage.close(resolve));
  await atera.close();
});

async function read(): Promise<BackendComment[]> {
  const { cursor } = valueIn(await connector.changesSince(null));
  return valueIn(await connector.changesSince(cursor)).tickets.flatMap(({ comments }) => comments);
}

test('a picture is fetched at the address that Atera gives at that time, without its key', async () => {
  ticket.files = [`${files}/tickets/1/shot.png?sig=new`];
  atera.account.addComment(ticket, '', technician);
  Object.assign(ticket.comments.at(-1) ?? {}, {
    CommentHtml: `<p><img src="${files}/tickets/1/shot.png?sig=old&amp;x=1"></p>`,
  });
  const [comment] = await read();
  expect(comment).toMatchObject({ body: '', author: 'A technician', key: null });
  const [picture] = comment?.filesThere ?? [];
  expect(await picture?.fetch(100)).toMatchObject({
    kind: 'bytes',
    bytes: Buffer.from('pixels'),
    name: 'shot.png',
    mediaType: 'image/png',
  });
  expect(await picture?.fetch(5)).toEqual({ kind: 'too-large' });
  expect(asked[0]?.path).toBe('/tickets/1/shot.png?sig=new');
  expect(Object.keys(asked[0]?.headers ?? {})).not.toContain('x-api-key');
  redirectsTo = `${files}/elsewhere.png`;
  expect(await picture?.fetch(100)).toEqual({ kind: 'elsewhere' });
  expect(asked).toHaveLength(3);
});

test('a picture that Atera does not list is not fetched, wherever it is', async () => {
  ticket.files = [`${files}/tickets/1/other.png`];
  atera.account.addComment(ticket, `<div>Look: <img src="${files}/probe.png"></div>`, technician);
  const [comment] = await read();
  expect(comment?.body).toBe('Look: [image]');
  expect(await comment?.filesThere?.[0]?.fetch(100)).toEqual({ kind: 'elsewhere' });
  expect(asked).toEqual([]);
});

test('files of internal comments stay there, and nothing is asked for where no comment has a picture', async () => {
  ticket.files = [`${files}/tickets/1/secret.png`];
  const html = `<div><img src="${files}/tickets/1/secret.png"></div>`;
  atera.account.addComment(ticket, html, technician, true);
  atera.account.addComment(ticket, 'Public.', technician);
  const comments = await read();
  expect(comments).toMatchObject([{ body: 'Public.' }]);
  expect(comments[0]).not.toHaveProperty('filesThere');
  expect(atera.calls.filter((call) => call.endsWith('/attachments'))).toEqual([]);
});

test('a comment with markup alone has its text', async () => {
  atera.account.addComment(ticket, '', technician);
  Object.assign(ticket.comments.at(-1) ?? {}, { CommentHtml: '<p>On my way.</p>' });
  expect(await read()).toMatchObject([{ body: 'On my way.' }]);
});
