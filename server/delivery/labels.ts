// Labels of a request to a backend, in its technicians' language where that is known.
import { labelOfFact } from '../../contract/fact-labels.ts';
import type { Bilingual, Language } from '../../contract/primitives.ts';

export const FILES: Bilingual = { en: 'Files kept in Guichet', fr: 'Fichiers conservés dans Guichet' };

/** Returns both languages where `language` is null. */
export function inLanguage({ en, fr }: Bilingual, language: Language | null): string {
  if (language !== null) return { en, fr }[language];
  return en === fr ? en : `${fr} / ${en}`;
}

/** As the requester saw it in the form. */
export function factLabel(name: string, language: Language | null): string {
  return inLanguage(labelOfFact(name), language);
}
