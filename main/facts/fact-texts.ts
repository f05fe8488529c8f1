// Formats facts about the machine: the same in every language, and short.
import { win32 } from 'node:path';
import { LIMITS } from '../../contract/primitives.ts';

const GIGABYTE = 1024 ** 3;
/** Further addresses are usually those of virtual networks. */
const MOST_NETWORKS = 4;

/** Free and total, such as `6.2 GB / 15.9 GB`. */
export function freeOf(free: number, total: number): string | null {
  const gigabytes = (bytes: number) => `${(bytes / GIGABYTE).toFixed(1)} GB`;
  return total > 0 ? `${gigabytes(free)} / ${gigabytes(total)}` : null;
}

/** Seconds as `76 h 12 min`. */
export function runningFor(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Such as `Windows 11 Pro 24H2 (10.0.26100)`: the product name, and the build that tells updates apart. */
export function systemName(os: { distro: string; release: string; build: string }): string | null {
  const name = os.distro.replace(/^Microsoft /, '').trim();
  if (name === '') return null;
  // On Windows the release is the build's full number; elsewhere there is no build.
  return os.build === '' ? `${name} ${os.release}`.trim() : `${name} (${os.release})`;
}

export interface NetworkInterface {
  type: string;
  ip4: string;
  ip6: string;
  internal: boolean;
  virtual: boolean;
  /** the interface of the default route */
  default: boolean;
  operstate: string;
}

/**
 * Such as `Ethernet 192.0.2.17, Wi-Fi 192.0.2.30`: types and IP addresses, without hardware addresses or network names.
 */
export function networkText(interfaces: readonly NetworkInterface[]): string | null {
  const inUse = interfaces.filter(
    ({ internal, operstate, ip4, ip6 }) => !internal && operstate !== 'down' && (ip4 !== '' || ip6 !== ''),
  );
  const outsideFirst = inUse.toSorted((a, b) => Number(b.default) - Number(a.default));
  const real = outsideFirst.filter((network) => !network.virtual || network.default);
  const texts = real
    .slice(0, MOST_NETWORKS)
    .map(({ type, ip4, ip6 }) => `${kindOf(type)} ${ip4 || ip6}`.trim());
  return texts.length > 0 ? texts.join(', ') : null;
}

function kindOf(type: string): string {
  switch (type) {
    case 'wired':
      return 'Ethernet';
    case 'wireless':
      return 'Wi-Fi';
    default:
      return '';
  }
}

/** Such as `EXCEL.EXE – Budget.xlsx - Excel`: the program's file name and its window's title. */
export function applicationText(programPath: string | null, title: string): string | null {
  const known = [programPath && win32.basename(programPath), title.trim()].filter(Boolean);
  return known.length > 0 ? known.join(' – ') : null;
}

/** On one line, cut to the limit of a fact. */
export function trimmedFact(value: string): string {
  return value.replace(/\s+/g, ' ').trim().slice(0, LIMITS.fact).toWellFormed();
}
