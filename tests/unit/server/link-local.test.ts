import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  connectOutside,
  fetchOutside,
  isLinkLocal,
  type Resolve,
  refuseLinkLocal,
} from '../../../server/link-local.ts';

it.each([
  '169.254.169.254',
  '0xA9FEA9FE',
  '2852039166',
  '169.254.43518',
  '[::ffff:169.254.169.254]',
  '::ffff:a9fe:a9fe',
  'fe80::1',
  'fe80::1%eth0',
  '[febf::1]',
  'fd00:ec2::254',
  '100.100.100.200',
  '64:ff9b::169.254.169.254',
  '64:ff9b::100.100.100.200',
  '168.63.129.16',
  '::ffff:168.63.129.16',
  '192.0.0.192',
  'fd20:ce::254',
  '[fd20:ce:0:0:0:0:0:254]',
  'fd00:ec2::23',
  'fd00:ec2:1::1',
  'fd00:c1::a9fe:a9fe',
  '::169.254.169.254',
  '::a9fe:a9fe',
  '::ffff:0:169.254.169.254',
  '2002:a9fe:a9fe::1',
  '2002:a83f:8110::',
  '64:ff9b:1::169.254.169.254',
  '64:ff9b:1:abcd::a9fe:a9fe',
  '64:ff9b:1:a9fe:a9:fe00::',
  '64:ff9b:1:ffa9:fe:a9fe::',
  '64:ff9b:1:abcd:a9:fea9:fe00::',
])('%s is a link-local address', (host) => {
  expect(isLinkLocal(host)).toBe(true);
});

it.each([
  '10.0.0.1',
  '127.0.0.1',
  '::1',
  'fd00::1',
  'fec0::1',
  '::',
  '2002:0a00:0001::1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::10.0.0.1',
  '64:ff9b:1:a00:0:100::',
  'fd20:ce::255',
  '168.63.129.17',
  '2001:db8::a9fe:a9fe',
  'help.example.org',
  '169.254.example.org',
  '',
])('%j is none', (host) => {
  expect(isLinkLocal(host)).toBe(false);
});

/** A name server that answers differently each time: first with an address that is allowed. */
function rebinding(...answers: string[][]): Resolve {
  let asked = 0;
  return (_host, _options, done) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    process.nextTick(
      done,
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

/** Reserved, so that nothing answers there where the check is broken (RFC 3927 section 2.1). */
const LINK = '169.254.0.1';

describe('a name', () => {
  let visits = 0;
  let port = 0;
  let server: Server;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      visits += 1;
      response.writeHead(302, { location: `http://${LINK}/` }).end('here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    visits = 0;
  });

  const url = () => `http://help.example.org:${port}/`;
  const to = () => ({
    host: 'help.example.org',
    port,
    timeout: 5_000,
    signal: new AbortController().signal,
  });

  it('is looked up by the connection itself, which goes where the lookup leads', async () => {
    const answer = await fetchOutside(fetch, rebinding(['127.0.0.1']))(url());
    expect([answer.status, visits]).toEqual([302, 1]);
    const socket = await connectOutside({ ...to(), resolve: rebinding(['127.0.0.1']) });
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  it.each([[[LINK]], [['127.0.0.1', LINK]], [['::ffff:a9fe:1']]])(
    'that leads to %j is not connected to, whatever else it leads to',
    async (addresses) => {
      const failure = await fetchOutside(fetch, rebinding(addresses))(url()).catch((error: Error) => error);
      expect(failure).toMatchObject({ cause: { code: expect.stringContaining('(link-local)') } });
      const opened = connectOutside({ ...to(), resolve: rebinding(addresses) });
      await expect(opened).rejects.toThrow('(link-local)');
      expect(visits).toBe(0);
    },
  );

  it('is asked for once for each connection: what was checked is what is connected to', async () => {
    const resolve = rebinding(['127.0.0.1'], [LINK]);
    const answer = await fetchOutside(fetch, resolve)(url());
    expect(answer.status).toBe(302);
    const socket = connectOutside({ ...to(), resolve });
    await expect(socket).rejects.toThrow(`${LINK} (link-local)`);
  });

  it('that cannot be resolved fails as a connection does', async () => {
    const opened = connectOutside({
      ...to(),
      resolve: (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []),
    });
    await expect(opened).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

it('an address is refused before anything is connected to, because it is not looked up', async () => {
  expect(() => refuseLinkLocal(`[::ffff:${LINK}]`)).toThrow('(link-local)');
  await expect(fetchOutside(() => expect.unreachable())(`http://${LINK}/`)).rejects.toThrow('(link-local)');
});
