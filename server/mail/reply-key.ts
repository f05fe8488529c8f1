// The keys that each mail about a ticket carries, so that an answer finds its ticket. Nobody computes them without the server's key.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { deriveKey, keyedHash, sameHash } from '../hashes.ts';
import { decodeBase36, encodeBase36 } from './base36.ts';

/** Of the mark in a Message-ID, in hexadecimal digits: 80 bits, too many to guess by mail. */
const MARK_LENGTH = 20;
/** In a Message-ID; and in addresses of earlier versions. */
const KEY_OF_TICKET = /\bt([0-9a-f]{32})k([0-9a-f]{20})\b/g;
const KEY_IN_ADDRESS = /\+g([0-9a-z]{25})@/;

export interface ReplyKeys {
  /** Returns 54 letters and digits for a Message-ID. */
  keyOf(ticketId: string): string;
  /** Returns 26 letters and digits for an address, whose local part is short (64: RFC 5321 section 4.5.3.1.1). */
  addressKeyOf(ticketId: string): string;
  /** Returns the ids of the tickets whose keys stand in `text`, such as Message-IDs; wrong keys are left out. */
  ticketsIn(text: string): string[];
  /**
   * Returns the ids that the keys in an address stand for. The short one has no mark of its own: a key that nobody gave out stands for an
   * id that no ticket has, as one of 2^122 would have to be met.
   */
  ticketsOfAddress(address: string): string[];
}

export function createReplyKeys(serverKey: Buffer): ReplyKeys {
  const key = deriveKey(serverKey, 'guichet reply keys');
  const blockKey = deriveKey(serverKey, 'guichet keys in reply addresses');
  const signed = (hexId: string) => keyedHash(key, hexId).slice(0, MARK_LENGTH);

  function ticketsIn(text: string): string[] {
    const found = [...text.toLowerCase().matchAll(KEY_OF_TICKET)];
    const proven = found.filter(([, hexId = '', mark = '']) => sameHash(signed(hexId), mark));
    return [...new Set(proven.map(([, hexId = '']) => uuidOf(hexId)))];
  }

  return {
    ticketsIn,
    keyOf(ticketId) {
      const hexId = ticketId.replaceAll('-', '');
      return `t${hexId}k${signed(hexId)}`;
    },
    addressKeyOf(ticketId) {
      // an id is one block, and each id has its own key: nothing repeats that the mode could show
      const cipher = createCipheriv('aes-256-ecb', blockKey, null).setAutoPadding(false);
      const block = cipher.update(Buffer.from(ticketId.replaceAll('-', ''), 'hex'));
      return `g${encodeBase36(block)}`;
    },
    ticketsOfAddress(address) {
      const typed = KEY_IN_ADDRESS.exec(address.toLowerCase())?.[1];
      const block = typed === undefined ? null : decodeBase36(typed);
      if (block === null) return ticketsIn(address);
      const decipher = createDecipheriv('aes-256-ecb', blockKey, null).setAutoPadding(false);
      return [uuidOf(decipher.update(block).toString('hex'))];
    },
  };
}

function uuidOf(hexId: string): string {
  return hexId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
