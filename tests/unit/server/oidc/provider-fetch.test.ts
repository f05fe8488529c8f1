import { expect, test } from 'vitest';
import { createProviderFetch, ProviderOutOfBounds } from '../../../../server/oidc/provider-fetch.ts';

const ISSUER = 'https://id.contoso.example/';
const GET = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' as const };

test('a redirect is not followed', async () => {
  const asked: string[] = [];
  const fetch = createProviderFetch(async (url, options) => {
    asked.push(`${url} ${options?.redirect}`);
    return new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } });
  });
  expect((await fetch(ISSUER, GET)).status).toBe(302);
  expect(asked).toEqual([`${ISSUER} manual`]);
});

test('a provider whose name leads to a link-local address is not connected to', async () => {
  const fetch = createProviderFetch(globalThis.fetch, (_host, _options, done) =>
    // reserved, so that nothing answers there where the check is broken
    done(null, [{ address: '169.254.0.1', family: 4 }]),
  );
  await expect(fetch(ISSUER, GET)).rejects.toMatchObject({
    cause: { code: '169.254.0.1 (link-local)' },
  });
});

test('an endless answer is cut', async () => {
  const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
  const fetch = createProviderFetch(async () => new Response(endless));
  await expect(fetch(ISSUER, GET)).rejects.toThrow(ProviderOutOfBounds);
});

test('an address that must not be asked is not asked', async () => {
  const fetch = createProviderFetch(() => expect.unreachable());
  await expect(fetch('https://169.254.169.254/', GET)).rejects.toThrow(ProviderOutOfBounds);
});
