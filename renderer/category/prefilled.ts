// What the fields of a category begin with.
import { answerOf, isKnownField } from '../../contract/answers.ts';
import type { Subcategory } from '../../contract/catalogue.ts';
import type { DraftAnswer, PersonalSettings } from '../../contract/ipc.ts';

/** What of the personal settings a field may begin with. */
export type PrefillSettings = Pick<PersonalSettings, 'phone' | 'site' | 'room'>;

/** The answers a form begins with: those already given stay, empty ones are filled from the personal settings. */
export function prefilled(
  { fields }: Subcategory,
  answers: Record<string, DraftAnswer>,
  settings: PrefillSettings,
): Record<string, DraftAnswer> {
  const filled = { ...answers };
  for (const asked of fields) {
    if (!isKnownField(asked) || asked.type !== 'text' || asked.prefill === null) continue;
    const value = settings[asked.prefill];
    if (value !== '' && answerOf(filled, asked.id) === undefined)
      filled[asked.id] = { value, reference: null };
  }
  return filled;
}
