// A server inside a company whose certificate is of the company's own authority.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ItopSettings } from '../../../contract/itop-settings.ts';
import { unknownAuthority } from '../../../server/certificate-authorities.ts';
import { createItopConnector } from '../../../server/connectors/itop/index.ts';

const TLS = path.resolve('tests/fakes/tls');
const pair = readFileSync(path.join(TLS, 'localhost.pem'));
const server = createServer({ cert: pair, key: pair }, (_, response) => response.end('inside'));
let url = '';
beforeEach(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Fetches from the server in a process of its own whose system knows these authorities. */
async function fetchedWith(authorities: string, trusts: boolean): Promise<string> {
  const program = `
    import { trustSystemAuthorities } from ${JSON.stringify(path.resolve('server/certificate-authorities.ts'))};
    if (${trusts}) trustSystemAuthorities();
    console.log(await fetch('${url}').then((answer) => answer.text(), (error) => error.cause.code));`;
  const env = { ...process.env, SSL_CERT_FILE: authorities, NODE_OPTIONS: '' };
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout.trim();
}

test.runIf(process.platform === 'linux')(
  'what the system trusts is trusted, and nothing else',
  async () => {
    const authority = path.join(TLS, 'private-authority.pem');
    expect(await fetchedWith(authority, true)).toBe('inside');
    expect(await fetchedWith(authority, false)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  },
  30_000,
);

test('the connection check says whose certificate it is, and what to do', async () => {
  const settings = ItopSettings.parse({ kind: 'itop', url, user: 'guichet' });
  const parts = { fetch, now: () => new Date(), timeout: 10_000 };
  const checks = await createItopConnector(settings, { password: 'x' }, parts).check();
  expect(checks).toMatchObject([
    {
      name: 'reachable',
      problem: {
        en: expect.stringContaining('certificate of an authority that this server does not know'),
        fr: expect.stringContaining('certificat d’une autorité que ce serveur ne connaît pas'),
      },
    },
  ]);
});

test.each(['self-signed certificate in certificate chain', 'unable to verify the first certificate'])(
  'a mail server’s "%s" is the same',
  (detail) => {
    expect(unknownAuthority('mail.example.org', detail)?.en).toContain(detail);
    expect(unknownAuthority('mail.example.org', 'certificate has expired')).toBeNull();
  },
);
