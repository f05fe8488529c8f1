// The texts of the console in both languages: which language is in force, and every phrase by its typed name.
import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { GuichetError } from '../../contract/errors.ts';
import { Language } from '../../contract/primitives.ts';
import { sentenceOf } from '../../contract/sentences.ts';
import en from '../locales/en.json';
import fr from '../locales/fr.json';
import { readPreference, storePreference } from './preferences.ts';

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];
type WithoutCount<K> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

/** The name of a phrase in the locale files; one that is counted is named without its plural ending. */
export type Phrase = WithoutCount<Leaves<typeof en>>;
export type Values = Record<string, string | number>;

// The console's phrases have a namespace of their own: the agent's windows declare theirs to the same i18next.
const NAMESPACE = 'console';
declare module 'i18next' {
  interface ResourceNamespaceMap {
    console: typeof en;
  }
}

/** The first of the browser's languages that the console speaks; English when it speaks none of them. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const parsed = Language.safeParse(tag.slice(0, 2).toLowerCase());
    if (parsed.success) return parsed.data;
  }
  return 'en';
}

/** Texts ready to use: the language kept from the last visit, otherwise the browser's. */
export function createTexts(): i18n {
  const texts = i18next.createInstance();
  texts.use(initReactI18next).init({
    lng: readPreference('language', Language) ?? preferredLanguage(navigator.languages),
    fallbackLng: 'en',
    defaultNS: NAMESPACE,
    resources: { en: { [NAMESPACE]: en }, fr: { [NAMESPACE]: fr } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return texts;
}

/** `t` says a phrase, `tell` the sentence of a failure, both in the language in force. */
export function useTexts() {
  const { t: translate, i18n: texts } = useTranslation(NAMESPACE);
  const language = Language.parse(texts.language);
  return {
    language,
    t: (phrase: Phrase, values: Values = {}): string => translate(phrase, values),
    failureText: (failure: GuichetError): string => sentenceOf(failure, language),
    setLanguage: (next: Language): void => {
      storePreference('language', next);
      void texts.changeLanguage(next);
    },
  };
}
