// guichet://app: what a window can load, and what it cannot.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { afterAll, describe, expect, it } from 'vitest';
import { serveApp } from '../../../../main/windows/app-protocol.ts';

const TICKET = '019c1234-5678-7abc-8def-0123456789ab';
const [PNG_SHA, PDF_SHA] = ['a'.repeat(64), 'b'.repeat(64)];
const root = mkdtempSync(join(tmpdir(), 'guichet-pages-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, 'pages'));
writeFileSync(join(root, 'pages/index.html'), '<!doctype html>');
writeFileSync(join(root, 'secret.html'), 'secret');

const requested: string[] = [];
let handler: Parameters<Protocol['handle']>[1] = () => new Response();
const protocol: Pick<Protocol, 'handle'> = {
  handle(_, handle) {
    handler = handle;
  },
};
serveApp(protocol, {
  folder: join(root, 'pages'),
  region: { pictureBytes: async (id) => (id === 'region' ? Uint8Array.of(1) : null) },
  agent: {
    pictureBytes: async (id) => (id === 'draft' ? Uint8Array.of(2) : null),
    async attachmentBytes(ticketId, sha256) {
      requested.push(`${ticketId}/${sha256}`);
      if (sha256 === PNG_SHA) return { bytes: Uint8Array.of(3), mediaType: 'image/png' };
      return sha256 === PDF_SHA ? { bytes: Uint8Array.of(4), mediaType: 'application/pdf' } : null;
    },
  },
});

async function load(url: string, method = 'GET') {
  const { status, headers, ...response } = await handler(new Request(url, { method }) as never);
  return {
    status,
    type: headers.get('content-type'),
    policy: headers.get('content-security-policy'),
    response,
  };
}

describe('a window', () => {
  it('loads its page with a content security policy that forbids other origins', async () => {
    const page = await load('guichet://app/index.html');
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(page.policy).toContain("default-src 'none'");
  });

  it.each([
    ['the picture that a region is chosen from', '/picture/region', 'image/png'],
    ['a picture of a draft', '/picture/draft', 'image/png'],
    ['a picture in a ticket', `/attachment/${TICKET}/${PNG_SHA}`, 'image/png'],
  ])('shows %s', async (_, path, type) => {
    expect(await load(`guichet://app${path}`)).toMatchObject({ status: 200, type });
  });

  it.each([
    ['a picture nobody has', '/picture/another'],
    ['a file of a ticket that is no picture', `/attachment/${TICKET}/${PDF_SHA}`],
    ['a file that is not there', `/attachment/${TICKET}/${'c'.repeat(64)}`],
    ['a page that is not there', '/other.html'],
    ['a file outside the pages', '/%2e%2e%2fsecret.html'],
    ['a folder', '/'],
  ])('does not get %s', async (_, path) => {
    expect(await load(`guichet://app${path}`)).toMatchObject({ status: 404 });
  });

  it.each([`/attachment/no-id/${PNG_SHA}`, `/attachment/${TICKET}/short`, '/attachment'])(
    'cannot request %s from the server',
    async (path) => {
      requested.length = 0;
      expect(await load(`guichet://app${path}`)).toMatchObject({ status: 404 });
      expect(requested).toEqual([]);
    },
  );

  it('cannot write or reach another host', async () => {
    expect(await load('guichet://app/index.html', 'POST')).toMatchObject({ status: 404 });
    expect(await load('guichet://other/index.html')).toMatchObject({ status: 404 });
  });
});
