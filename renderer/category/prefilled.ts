// Fills the fields of a category from the personal settings.
import { answerOf, isKnownField } from '../../contract/answers.ts';
import type { Subcategory } from '../../contract/catalogue.ts';
import type { DraftAnswer, PersonalSettings } from '../../contract/ipc.ts';

/** The personal settings that may fill a field. */
export type PrefillSettings = Pick<PersonalSettings, 'phone' | 'site' | 'room'>;

/** Returns the answers with empty ones filled from the personal settings. Other answers stay. */
export function prefilled(
  { fields }: Subcategory,
  answers: Record<string, DraftAnswer>,
  settings: PrefillSettings,
): Record<string, DraftAnswer> {
  const filled = { ...answers };
  for (const field of fields) {
    if (!isKnownField(field) || field.type !== 'text' || field.prefill === null) continue;
    const value = settings[field.prefill];
    if (value !== '' && answerOf(filled, field.id) === undefined)
      filled[field.id] = { value, reference: null };
  }
  return filled;
}
