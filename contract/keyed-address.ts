// An address that gets a key behind its +, and stays one that mail servers take.
import { Email } from './primitives.ts';

/** Letters and digits of the longest key that is put behind the +. */
export const KEY_LENGTH = 26;
/** In octets: RFC 5321, section 4.5.3.1.1. */
const MOST_LOCAL = 64;
/** In octets: a path has 256 with its brackets (RFC 5321, section 4.5.3.1.3). */
const MOST_ADDRESS = 254;

/** An address of at most 37 characters before its @. */
export const KeyedAddress = Email.refine(hasRoomForKey);

/** Whether `address` may get a key: with it, it is not longer than mail allows. */
export function hasRoomForKey(address: string): boolean {
  const added = '+'.length + KEY_LENGTH;
  return address.lastIndexOf('@') + added <= MOST_LOCAL && address.length + added <= MOST_ADDRESS;
}

/** Returns the address with `key` as its subaddress (RFC 5233). */
export function withKey(address: string, key: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${key}${address.slice(at)}`;
}
