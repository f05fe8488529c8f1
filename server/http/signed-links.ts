// Signed, expiring links to attachments, for backends that accept no files. Anybody who has a link can use it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { SIGNED_FILES_PATH } from '../../contract/server-api.ts';
import { type Clock, DAY, SECOND } from '../clock.ts';
import { deriveKey } from '../hashes.ts';

export interface SignedLinks {
  /** Returns a URL of an attachment, valid for `days` from now. */
  signedLink(file: { attachmentId: string; days: number }): string;
  /** Returns the attachment's id; null for a token that is forged, changed or expired. */
  attachmentOf(token: string): string | null;
}

interface SignedLinksParts {
  serverKey: Buffer;
  clock: Clock;
  publicUrl: () => string;
}

/** A token holds id, expiry in seconds and signature: 54 bytes, for which base64url needs no padding. */
const ID_BYTES = 16;
const EXPIRY_BYTES = 6;
const SIGNED_BYTES = ID_BYTES + EXPIRY_BYTES;
const SIGNATURE_BYTES = 32;
const TOKEN = new RegExp(`^[A-Za-z0-9_-]{${((SIGNED_BYTES + SIGNATURE_BYTES) / 3) * 4}}$`);

export function createSignedLinks({ serverKey, clock, publicUrl }: SignedLinksParts): SignedLinks {
  const key = deriveKey(serverKey, 'guichet signed links');
  const sign = (signed: Buffer) => createHmac('sha256', key).update(signed).digest();
  return {
    signedLink({ attachmentId, days }) {
      const signed = Buffer.alloc(SIGNED_BYTES);
      signed.write(attachmentId.replaceAll('-', ''), 'hex');
      const expiry = Math.ceil((clock.now().getTime() + days * DAY) / SECOND);
      signed.writeUIntBE(expiry, ID_BYTES, EXPIRY_BYTES);
      const token = Buffer.concat([signed, sign(signed)]).toString('base64url');
      return `${publicUrl()}${SIGNED_FILES_PATH}${token}`;
    },
    attachmentOf(token) {
      if (!TOKEN.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const signed = bytes.subarray(0, SIGNED_BYTES);
      if (!timingSafeEqual(bytes.subarray(SIGNED_BYTES), sign(signed))) return null;
      const expiry = signed.readUIntBE(ID_BYTES, EXPIRY_BYTES) * SECOND;
      return clock.now().getTime() < expiry ? idIn(signed) : null;
    },
  };
}

function idIn(signed: Buffer): string {
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(signed.toString('hex')) ?? [];
  return groups.join('-');
}
