// The windows' texts: both languages are in the bundle, so that switching needs no file and no wait.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../../contract/primitives.ts';
import en from '../../resources/locales/renderer.en.json';
import fr from '../../resources/locales/renderer.fr.json';

/** The path of each text in a tree of texts, such as `capture.title`. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

/** The form a text has for one, many or other is chosen by `count`, and is no part of its key. */
type Counted<K extends string> = K extends `${infer Key}_${Intl.LDMLPluralRule}` ? Key : K;

/**
 * The text of a key in the language in force, its figures filled in; one with plural forms takes `count`.
 * A key that does not exist does not compile.
 */
export type Say = (key: Counted<Paths<typeof en>>, figures?: Record<string, string | number>) => string;

/** Makes the texts ready at once; `language` is the first one shown. */
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

/** The texts, rendered again when the language changes. */
export function useTexts(): { t: Say } {
  const { t } = useTranslation();
  return { t: (key, figures = {}) => t(key, figures) };
}
