// Signed links to attachments: whoever has one can read the file until it expires.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY } from '../../../server/clock.ts';
import { createSignedLinks, type SignedLinks } from '../../../server/http/signed-links.ts';
import { createLog } from '../../../server/log.ts';
import { attachmentOf, ticketCommand } from '../../fakes/server/agent.ts';
import { codeOf } from '../../fakes/server/codes.ts';
import { ask } from '../../fakes/server/http.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const content = randomBytes(300_000);
let desk: TestServer;
let lines: string[];

beforeEach(async () => {
  lines = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  desk = await openTestServer({ overrides: { log } });
});
afterEach(() => desk.close());

function linksWith(serverKey: Buffer): SignedLinks {
  return createSignedLinks({ serverKey, clock: desk.clock, publicUrl: () => desk.url });
}

/** Signs a link with the server's key and clock, as the server does for a backend. */
async function linkTo(name: string, mediaType: string, days = 90): Promise<string> {
  const agent = await desk.activeAgent('requester@contoso.example');
  await agent.upload(content);
  await agent.sync([ticketCommand({ attachments: [attachmentOf(content, name, mediaType)] })]);
  const links = linksWith(desk.serverKey());
  return links.signedLink({ attachmentId: await onlyAttachment(), days });
}

async function onlyAttachment(): Promise<string> {
  return String((await desk.rows('SELECT id FROM attachment'))[0]?.id);
}

async function expectDead(link: string): Promise<string> {
  const answer = await fetch(link);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return answer.text();
}

test('a signed link serves the file as a download that cannot run and is not cached', async () => {
  const link = await linkTo('page d’hier.html', 'text/html');
  expect(link).toMatch(new RegExp(`^${desk.url}/files/[\\w-]+$`));
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="page d_hier.html"/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
});

test('a link works until the moment it expires', async () => {
  const link = await linkTo('screen.png', 'image/png', 7);
  desk.clock.advance(7 * DAY - 1);
  expect((await fetch(link)).status).toBe(200);
  desk.clock.advance(1);
  await expectDead(link);
});

test('a link with any bit changed is invalid', async () => {
  const link = new URL(await linkTo('screen.png', 'image/png'));
  const bytes = Buffer.from(link.pathname.replace('/files/', ''), 'base64url');
  const links = linksWith(desk.serverKey());
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const changed = Buffer.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(links.attachmentOf(changed.toString('base64url')), `bit ${bit}`).toBeNull();
  }
  const last = Buffer.from(bytes);
  last[last.length - 1] = (last.at(-1) ?? 0) ^ 1;
  await expectDead(new URL(`/files/${last.toString('base64url')}`, link).href);
});

test('every invalid link shows the same page, in both languages', async () => {
  const link = await linkTo('screen.png', 'image/png');
  const links = linksWith(desk.serverKey());
  const wrong = [
    // signed with another server's key
    linksWith(randomBytes(32)).signedLink({ attachmentId: await onlyAttachment(), days: 90 }),
    // an unknown attachment
    links.signedLink({ attachmentId: '01890000-0000-7000-8000-000000000000', days: 90 }),
    links.signedLink({ attachmentId: await onlyAttachment(), days: 0 }),
    `${link}.`,
    `${link}/more`,
    `${link}${'A'.repeat(200)}`,
    link.slice(0, -1),
    `${desk.url}/files/x`,
    `${desk.url}/files/`,
  ];
  const pages = new Set<string>();
  for (const address of wrong) pages.add(await expectDead(address));
  const [page = '', ...others] = pages;
  expect(others).toEqual([]);
  expect(page).toContain('This link does not lead to a file');
  expect(page).toContain('Ce lien ne mène pas à un fichier');
});

test('the log contains no token, valid or not', async () => {
  const link = await linkTo('screen.png', 'image/png');
  const token = link.split('/files/')[1] ?? '';
  await fetch(link);
  await fetch(`${link}?from=mail`);
  await expectDead(`${link}AAAA`);
  await fetch(link, { method: 'POST' });
  expect(lines.join('')).toContain('/files/(hidden)');
  expect(lines.join('')).not.toContain(token.slice(0, 12));
});

test('attempts to open links are limited, without affecting agents', async () => {
  const link = await linkTo('screen.png', 'image/png');
  for (let count = 0; count < 60; count += 1) await ask(`${desk.url}/files/${count}`);
  const answer = await ask(link);
  expect(codeOf(answer)).toBe('too-many-requests');
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  const agent = await desk.activeAgent('other@contoso.example');
  expect((await agent.sync()).tickets).toEqual([]);
});
