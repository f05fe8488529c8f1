// Link-local addresses: there, clouds give the machine that runs the server its own credentials. No backend lives there.
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** RFC 3927, RFC 4291 section 2.5.6, and the metadata addresses that are outside of them (AWS over IPv6, Alibaba Cloud). */
const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');
// the same IPv4 addresses through NAT64 (RFC 6052)
LINK_LOCAL.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
LINK_LOCAL.addAddress('64:ff9b::6464:64c8', 'ipv6');

type LookUp = (host: string, options: { all: true }) => Promise<{ address: string }[]>;

/** Whether a host is written as a link-local address, in any notation that URLs know; a name is not. */
export function isLinkLocal(host: string): boolean {
  const address = addressIn(host);
  switch (isIP(address)) {
    case 4:
      return LINK_LOCAL.check(address, 'ipv4');
    case 6:
      return LINK_LOCAL.check(address, 'ipv6');
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

/** The address in the notation of URLs, without brackets and zone; other texts as they are. */
function addressIn(host: string): string {
  const plain = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const url = `http://${isIP(plain) === 6 ? `[${plain}]` : plain}/`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : plain;
}
