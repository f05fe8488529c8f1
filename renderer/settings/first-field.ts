// The field that has the focus when the settings open: the first one left to fill in.
import type { Standing } from '../../contract/enrolment.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import { addressState, type SettingsField } from './address-state.ts';

/** Where the person works. These fields go with a ticket as facts, and may stay empty. */
export type LocationField = 'phone' | 'site' | 'room';
export const LOCATION_FIELDS: readonly LocationField[] = ['phone', 'site', 'room'];

interface Opened {
  settings: PersonalSettings;
  standing: Standing | null;
  /** address that the last token was mailed to, in lower case; null when none is awaited */
  tokenSentTo: string | null;
}

/**
 * Returns the first field left to fill in, or null for none. The token comes only after it was mailed to the address in the
 * field. An address that is not confirmed comes before the optional fields, because Send token is beside it. Where the
 * organisation's identity provider gives name and address, the button that signs in comes first: null.
 */
export function firstEmptyField({
  settings,
  standing,
  tokenSentTo,
}: Opened): SettingsField | LocationField | null {
  if (standing?.proof === 'sign-in') return standing.requester ? firstEmptyLocation(settings) : null;
  const email = settings.email.trim().toLowerCase();
  if (settings.fullName.trim() === '') return 'fullName';
  if (email === '') return 'email';
  if (addressState(standing, email).kind !== 'confirmed') return tokenSentTo === email ? 'token' : 'email';
  return firstEmptyLocation(settings);
}

function firstEmptyLocation(settings: PersonalSettings): LocationField | null {
  return LOCATION_FIELDS.find((field) => settings[field].trim() === '') ?? null;
}
