// Whether the requester's address is confirmed, and the field that each failure of the settings belongs to.
import type { Standing } from '../../contract/enrolment.ts';
import type { ErrorCode, GuichetError } from '../../contract/errors.ts';

export type AddressState =
  | { kind: 'confirmed'; email: string }
  /** the confirmed address differs from the one that is typed */
  | { kind: 'changing'; email: string }
  | { kind: 'unconfirmed' };

/** Compares the address that is typed with the confirmed one. */
export function addressState(standing: Standing | null, typed: string): AddressState {
  const email = standing?.requester?.email;
  if (email === undefined) return { kind: 'unconfirmed' };
  return { kind: typed.trim().toLowerCase() === email ? 'confirmed' : 'changing', email };
}

export type SettingsField = 'fullName' | 'email' | 'token';

const AT_TOKEN: ReadonlySet<ErrorCode> = new Set([
  'token-wrong',
  'token-expired',
  'token-used',
  'token-locked',
  'token-not-sent',
]);
const AT_EMAIL: ReadonlySet<ErrorCode> = new Set([
  'address-outside-organisation',
  'token-too-soon',
  'token-limit',
]);
const FIELDS: readonly SettingsField[] = ['fullName', 'email', 'token'];

/** Returns the field that a failure belongs to, or null when it belongs to none. */
export function fieldOf({ code, details }: GuichetError): SettingsField | null {
  if (AT_TOKEN.has(code)) return 'token';
  if (AT_EMAIL.has(code)) return 'email';
  const named = details?.issues?.[0]?.path;
  return FIELDS.find((field) => field === named) ?? null;
}
