// Link-local addresses: there, clouds give the machine that runs the server its own credentials. No backend lives there.
import { type LookupAddress, lookup } from 'node:dns';
import { once } from 'node:events';
import { BlockList, connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { Agent } from 'undici';

/**
 * RFC 3927, RFC 4291 section 2.5.6, and the addresses outside of them where a cloud answers its own machines: Alibaba Cloud
 * (100.100.100.200), Azure (168.63.129.16), Oracle Cloud (192.0.0.192, fd00:c1::), AWS (fd00:ec2::, whose services are at
 * several), Google Cloud (fd20:ce::254).
 */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4');
LINK_LOCAL.addAddress('168.63.129.16', 'ipv4');
LINK_LOCAL.addAddress('192.0.0.192', 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addSubnet('fd00:ec2::', 32, 'ipv6');
LINK_LOCAL.addAddress('fd00:c1::a9fe:a9fe', 'ipv6');
LINK_LOCAL.addAddress('fd20:ce::254', 'ipv6');

/** Prefixes of IPv6 that lead to an IPv4 address within the address: the prefix in hexadecimal, and where the four bytes are. */
const EMBEDDED: readonly { prefix: string; at: readonly (readonly [number, number, number, number])[] }[] = [
  // IPv4-compatible (RFC 4291 section 2.5.5.1), IPv4-mapped (section 2.5.5.2), IPv4-translated (RFC 2765)
  { prefix: '000000000000000000000000', at: [[12, 13, 14, 15]] },
  { prefix: '00000000000000000000ffff', at: [[12, 13, 14, 15]] },
  { prefix: '0000000000000000ffff0000', at: [[12, 13, 14, 15]] },
  // NAT64 (RFC 6052 section 2.2), and that of a network's own, which has any of its prefix lengths (RFC 8215)
  { prefix: '0064ff9b0000000000000000', at: [[12, 13, 14, 15]] },
  {
    prefix: '0064ff9b0001',
    at: [
      [6, 7, 9, 10],
      [7, 9, 10, 11],
      [9, 10, 11, 12],
      [12, 13, 14, 15],
    ],
  },
  // 6to4 (RFC 3056)
  { prefix: '2002', at: [[2, 3, 4, 5]] },
];

/** Resolves a name, as `lookup` of node:dns does. */
export type Resolve = (
  host: string,
  options: { all: true },
  done: (failure: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Whether a host is written as a link-local address, in any notation that URLs know; a name is not. */
export function isLinkLocal(host: string): boolean {
  const address = addressIn(host);
  switch (isIP(address)) {
    case 4:
      return LINK_LOCAL.check(address, 'ipv4');
    case 6:
      return (
        LINK_LOCAL.check(address, 'ipv6') ||
        embeddedIn(address).some((embedded) => LINK_LOCAL.check(embedded, 'ipv4'))
      );
    default:
      return false;
  }
}

/**
 * Throws where the host is written as a link-local address, which a connection does not look up. Its message and the code of its
 * cause are the same in every language.
 */
export function refuseLinkLocal(host: string): void {
  if (!isLinkLocal(host)) return;
  const code = `${addressIn(host)} (link-local)`;
  throw new TypeError(code, { cause: { code } });
}

/**
 * The lookup of a connection itself: fails where a name leads to a link-local address, whatever else it leads to. What it
 * returns is what is connected to, so that a name server cannot answer the check and the connection differently.
 */
export function lookUpOutside(resolve: Resolve = lookup): LookupFunction {
  return (host, options, done) =>
    resolve(host, { ...options, all: true }, (failure, addresses) => {
      if (failure) return done(failure, '');
      const refused = addresses.find(({ address }) => isLinkLocal(address));
      if (refused) {
        const code = `${refused.address} (link-local)`;
        return done(Object.assign(new Error(code), { code }), '');
      }
      const [first] = addresses;
      if (!first) return done(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }), '');
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
}

/** Requests that never go to a link-local address, and never follow a redirect. */
export function fetchOutside(fetcher: typeof fetch, resolve?: Resolve): typeof fetch {
  // an option of Node's fetch, which is undici's, that the standard does not have
  const outside: object = { dispatcher: new Agent({ connect: { lookup: lookUpOutside(resolve) } }) };
  return async (input, init) => {
    refuseLinkLocal(new URL(input instanceof Request ? input.url : input).hostname);
    return fetcher(input, { ...init, ...outside, redirect: 'manual' });
  };
}

interface OutsideConnection {
  host: string;
  port: number;
  /** in milliseconds */
  timeout: number;
  signal: AbortSignal;
  resolve?: Resolve | undefined;
}

/** Opens a connection that does not lead to a link-local address. Rejects with the error that ends it. */
export async function connectOutside({
  resolve,
  timeout,
  signal,
  ...to
}: OutsideConnection): Promise<Socket> {
  refuseLinkLocal(to.host);
  const socket = connect({ ...to, lookup: lookUpOutside(resolve), signal });
  const end = () => socket.destroy(new Error('Connection timeout'));
  socket.setTimeout(timeout, end);
  await once(socket, 'connect');
  socket.setTimeout(0).off('timeout', end);
  return socket;
}

/** The IPv4 addresses that this IPv6 address, in the notation of URLs, may lead to. */
function embeddedIn(address: string): string[] {
  const bytes = bytesOf(address);
  const hex = bytes.toString('hex');
  return EMBEDDED.filter(({ prefix }) => hex.startsWith(prefix)).flatMap(({ at }) =>
    at.map((places) => places.map((place) => bytes[place]).join('.')),
  );
}

function bytesOf(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::').map((groups) =>
    groups === ''
      ? ''
      : groups
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
  );
  return Buffer.from(head + '0'.repeat(32 - head.length - tail.length) + tail, 'hex');
}

/** The address in the notation of URLs, without brackets and zone; other texts as they are. */
function addressIn(host: string): string {
  const plain = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const url = `http://${isIP(plain) === 6 ? `[${plain}]` : plain}/`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : plain;
}
