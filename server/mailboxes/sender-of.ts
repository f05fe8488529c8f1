// Who a mail says it is from: one address that a mail can be sent to, or nobody.
import { Email } from '../../contract/primitives.ts';

const QUOTED = /"(?:[^"\\]|\\.)*"/g;
/** without another one in it */
const COMMENT = /\((?:[^()\\]|\\.)*\)/g;
/** Comments in comments that are read. */
const MOST_NESTED = 5;
/** Longest header that is read, in characters: an address, and a name in encoded words. */
const MOST_HEADER = 2000;

/**
 * Returns the address in From, in lower case; empty where there are none or several, and where it is none that the rest of Guichet takes
 * for one. Programs disagree about which of several is meant, and the receiving server proves a domain, not one of them.
 * @param headers the values of all From headers, unfolded
 */
export function senderOf(headers: readonly string[]): string {
  const [header, ...others] = headers;
  if (header === undefined || header.length > MOST_HEADER || others.length > 0) return '';
  // what is quoted is a name; encoded words are left as they are, so that nothing in them is taken for an address
  const bare = withoutComments(header.replace(QUOTED, ' "" '));
  const inBrackets = /^([^<>]*)<([^<>]*)>\s*$/.exec(bare);
  const address = Email.safeParse(inBrackets?.[2] ?? bare).data ?? '';
  const name = (inBrackets?.[1] ?? '').trim();
  // many programs repeat the address as the name, and do not quote it
  const isName = !/[@:;]/.test(name) || name.toLowerCase() === address;
  return isName ? address : '';
}

/** Returns the name beside this address; the address where it is empty or has an address in it, which would be taken for the sender's. */
export function nameBeside(name: string, address: string): string {
  // signs that look like @ become it
  return name.trim() === '' || /\S@\S/.test(name.normalize('NFKC')) ? address : name;
}

function withoutComments(text: string): string {
  let bare = text;
  for (let depth = 0; depth < MOST_NESTED; depth += 1) bare = bare.replace(COMMENT, ' ');
  return bare;
}
