// Link-local addresses: there, clouds give the machine that runs the server its own credentials. No backend lives there.
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

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

type LookUp = (host: string, options: { all: true }) => Promise<{ address: string }[]>;

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
 * Throws where the host is a link-local address, or a name that leads to one. Its message and the code of its cause are the
 * same in every language. A name that cannot be resolved passes: connecting to it fails.
 */
export async function refuseLinkLocal(host: string, look: LookUp = lookUp): Promise<void> {
  const address = addressIn(host);
  const addresses = isIP(address) > 0 ? [{ address }] : await look(host, { all: true }).catch(() => []);
  const refused = addresses.find((one) => isLinkLocal(one.address));
  if (!refused) return;
  const code = `${refused.address} (link-local)`;
  throw new TypeError(code, { cause: { code } });
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
