// What is known of the requester's address, and where each failure of the settings is told.
import type { Standing } from '../../contract/enrolment.ts';
import type { ErrorCode, GuichetError } from '../../contract/errors.ts';

export type AddressState =
  | { kind: 'confirmed'; email: string }
  /** another address is confirmed than the one that is typed */
  | { kind: 'changing'; email: string }
  | { kind: 'unconfirmed' };

/** Compares what is typed with what the server has confirmed. */
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
  'mail-failed',
  'token-too-soon',
  'token-limit',
]);
const FIELDS: readonly SettingsField[] = ['fullName', 'email', 'token'];

/** The field a failure belongs to; null when it belongs to none. */
export function fieldOf({ code, details }: GuichetError): SettingsField | null {
  if (AT_TOKEN.has(code)) return 'token';
  if (AT_EMAIL.has(code)) return 'email';
  const named = details?.issues?.[0]?.path;
  return FIELDS.find((field) => field === named) ?? null;
}
