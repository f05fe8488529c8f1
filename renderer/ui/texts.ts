// The texts of the windows. Both languages are in the bundle, so that switching loads nothing.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../../contract/primitives.ts';
import en from '../../resources/locales/renderer.en.json';
import fr from '../../resources/locales/renderer.fr.json';

/** The path of each text in a tree of texts, such as `capture.title`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

/** Removes the plural form from a key: i18next chooses it by `count`. */
type Counted<K extends string> = K extends `${infer Key}_${Intl.LDMLPluralRule}` ? Key : K;

/**
 * Returns the text of a key in the current language, with its values filled in. A text with plural forms needs `count`. A
 * key that does not exist does not compile.
 */
export type Translate = (key: Counted<Paths<typeof en>>, values?: Record<string, string | number>) => string;

/** Creates the texts, without waiting for anything. `language` is the first one shown. */
export function createTexts(language: Language): i18n {
  const texts = i18next.createInstance();
  void texts.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'renderer',
    resources: { en: { renderer: en }, fr: { renderer: fr } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return texts;
}

/** Returns the texts; the component renders again when the language changes. */
export function useTexts(): { t: Translate } {
  const { t } = useTranslation();
  return { t: (key, values = {}) => t(key, values) };
}
