// An authenticator in software: makes ES256 passkeys and signs with them as a browser hands them on (WebAuthn sections 6 and 7).
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { PasskeyAssertion, PasskeyChallenge, PasskeyCreation } from '../../../contract/passkeys.ts';

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_KEY = 0x40;

/** Encodes what an attestation is made of (RFC 8949): whole numbers, bytes, texts and maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, count: number) =>
    count < 24
      ? Buffer.of((major << 5) | count)
      : count < 256
        ? Buffer.of((major << 5) | 24, count)
        : Buffer.of((major << 5) | 25, count >> 8, count & 255);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as Buffer)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

export interface Passkey {
  /** how often it was used, as it says itself */
  counter: number;
  /** whom it belongs to, as it says itself */
  userHandle: string;
  readonly id: string;
  /** what the browser sends of a new passkey, without its name */
  readonly made: { id: string; clientDataJSON: string; attestationObject: string };
  /** Signs a challenge; `flags` replace those of a person who was asked. */
  sign(asked: PasskeyChallenge, options?: { origin?: string; flags?: number }): PasskeyAssertion;
}

/** Makes a passkey for a page of `origin`. */
export function makePasskey(
  { challenge, rpId, userHandle }: PasskeyCreation,
  origin: string,
  { flags = USER_PRESENT | USER_VERIFIED, id = randomBytes(32) } = {},
): Passkey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rpIdHash = createHash('sha256').update(rpId).digest();
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const coordinate = (text: string) => Buffer.from(text, 'base64url');
  const key = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, coordinate(x)],
    [-3, coordinate(y)],
  ]);
  const dataOf = (flag: number, counter: number) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([rpIdHash, Buffer.of(flag), count]);
  };
  const clientData = (type: string, asked: string, at: string) =>
    Buffer.from(JSON.stringify({ type, challenge: asked, origin: at, crossOrigin: false }));
  const length = Buffer.of(id.length >> 8, id.length & 255);
  const authData = Buffer.concat([dataOf(flags | HAS_KEY, 0), Buffer.alloc(16), length, id, cbor(key)]);
  const attestation = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ]);
  const passkey: Passkey = {
    counter: 0,
    userHandle,
    id: id.toString('base64url'),
    made: {
      id: id.toString('base64url'),
      clientDataJSON: clientData('webauthn.create', challenge, origin).toString('base64url'),
      attestationObject: cbor(attestation).toString('base64url'),
    },
    sign(asked, options = {}) {
      passkey.counter += 1;
      const data = dataOf(options.flags ?? flags, passkey.counter);
      const client = clientData('webauthn.get', asked.challenge, options.origin ?? origin);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        id: passkey.id,
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        userHandle: passkey.userHandle,
      };
    },
  };
  return passkey;
}
