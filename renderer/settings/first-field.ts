// Where the keyboard is when the settings open: at what is left to do.
import type { Standing } from '../../contract/enrolment.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import { addressState, type SettingsField } from './address-state.ts';

/** They go with a ticket as facts, and nothing waits for them. */
export type PlaceField = 'phone' | 'site' | 'room';
export const PLACE_FIELDS: readonly PlaceField[] = ['phone', 'site', 'room'];

interface Opened {
  settings: PersonalSettings;
  standing: Standing | null;
  /** where the last token went, in lower case; null when none is awaited */
  tokenSentTo: string | null;
}

/**
 * The first field that is empty; null when none is. The token counts once it was sent to the address that is there; an
 * address that is still to be proved is gone to before the fields that nothing waits for, for Send token is beside it.
 */
export function firstEmptyField({
  settings,
  standing,
  tokenSentTo,
}: Opened): SettingsField | PlaceField | null {
  const email = settings.email.trim().toLowerCase();
  if (settings.fullName.trim() === '') return 'fullName';
  if (email === '') return 'email';
  if (addressState(standing, email).kind !== 'confirmed') return tokenSentTo === email ? 'token' : 'email';
  return PLACE_FIELDS.find((field) => settings[field].trim() === '') ?? null;
}
