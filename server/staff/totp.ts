// Time-based one-time passwords (RFC 6238), as every authenticator app makes them: SHA-1, 6 digits, 30 seconds.
import { Secret, TOTP } from 'otpauth';
import type { Chance } from '../chance.ts';

/** RFC 4226 section 4 recommends 160 bits. */
const SECRET_BYTES = 20;
/** Codes of the step before and after are accepted too: clocks differ, and people type (RFC 6238 section 5.2). */
const WINDOW = 1;
const ISSUER = 'Guichet';

/** Returns a new secret in base32. */
export function newTotpSecret(chance: Chance): string {
  return Secret.fromHex(chance.bytes(SECRET_BYTES).toString('hex')).base32;
}

/** Returns the otpauth:// address that apps read from a QR code. */
export function totpUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** Returns the time step whose code this is, or null. The caller accepts each step once. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  const totp = totpOf(secret, '');
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, algorithm: 'SHA1', digits: 6, period: 30 });
}
