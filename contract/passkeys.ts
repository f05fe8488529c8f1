// Passkeys of staff (WebAuthn Level 3), as browser and server exchange them. Bytes are in base64url without padding.
import { z } from 'zod';
import { Instant, lineOf } from './primitives.ts';

/** Passkeys of one account: more than anybody has devices. */
export const MOST_PASSKEYS = 20;

const bytesOf = (most: number) =>
  z
    .string()
    .regex(/^[\w-]+$/)
    .max(most);

/** At most 1023 bytes (WebAuthn section 5.8.3). */
const CredentialId = bytesOf(1364);

/** A name by which its owner knows a passkey again. */
export const PasskeyName = lineOf(1, 60);

/** A passkey in the account of its owner. */
export const Passkey = z.object({
  id: z.uuid(),
  name: PasskeyName,
  createdAt: Instant,
  /** null: never */
  lastUsedAt: Instant.nullable(),
});
export type Passkey = z.infer<typeof Passkey>;

/** Gives a passkey another name. */
export const RenamedPasskey = z.object({ name: PasskeyName });

/**
 * Why no passkey can be made for this server. no-address: PUBLIC_URL is not set; plain-http: it is neither https nor localhost;
 * no-name: it names a number instead of a host name.
 */
export const PasskeyObstacle = z.enum(['no-address', 'plain-http', 'no-name']);
export type PasskeyObstacle = z.infer<typeof PasskeyObstacle>;

/** What to sign in with a passkey. It is good once, for five minutes. */
export const PasskeyChallenge = z.object({
  challenge: z.string(),
  /** the host name to which the passkeys of this server belong */
  rpId: z.string(),
});
export type PasskeyChallenge = z.infer<typeof PasskeyChallenge>;

/** What to make a passkey of. */
export const PasskeyCreation = PasskeyChallenge.extend({
  /** what the passkey knows of its owner: an id without meaning */
  userHandle: z.string(),
  /** the passkeys that the account has: none is made where one of them lies */
  present: z.array(z.string()),
});
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

/** A new passkey, as the browser made it. */
export const NewPasskey = z.object({
  name: PasskeyName,
  id: CredentialId,
  clientDataJSON: bytesOf(8192),
  attestationObject: bytesOf(16_384),
});
export type NewPasskey = z.infer<typeof NewPasskey>;

/** What a passkey signed. */
export const PasskeyAssertion = z.object({
  id: CredentialId,
  clientDataJSON: bytesOf(8192),
  authenticatorData: bytesOf(8192),
  signature: bytesOf(4096),
  userHandle: bytesOf(128),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;
