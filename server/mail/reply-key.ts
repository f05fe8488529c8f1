// The key that each mail about a ticket carries, so that an answer finds its ticket. Nobody computes it without the server's key.
import { deriveKey, keyedHash, sameHash } from '../hashes.ts';

/** In hexadecimal digits: 80 bits, too many to guess by mail. */
const KEY_LENGTH = 20;
const KEY_OF_TICKET = /\bt([0-9a-f]{32})k([0-9a-f]{20})\b/g;

export interface ReplyKeys {
  /** Returns 54 letters and digits, short enough for the local part of an address (64: RFC 5321 section 4.5.3.1.1). */
  keyOf(ticketId: string): string;
  /** Returns the ids of the tickets whose keys stand in `text`, such as an address or a Message-ID; wrong keys are left out. */
  ticketsIn(text: string): string[];
}

export function createReplyKeys(serverKey: Buffer): ReplyKeys {
  const key = deriveKey(serverKey, 'guichet reply keys');
  const signed = (hexId: string) => keyedHash(key, hexId).slice(0, KEY_LENGTH);
  return {
    keyOf(ticketId) {
      const hexId = ticketId.replaceAll('-', '');
      return `t${hexId}k${signed(hexId)}`;
    },
    ticketsIn(text) {
      const found = [...text.toLowerCase().matchAll(KEY_OF_TICKET)];
      const proven = found.filter(([, hexId = '', mark = '']) => sameHash(signed(hexId), mark));
      return [...new Set(proven.map(([, hexId = '']) => uuidOf(hexId)))];
    },
  };
}

function uuidOf(hexId: string): string {
  return hexId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
