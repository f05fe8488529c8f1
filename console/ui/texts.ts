// The texts of the console: the current language, and every phrase by its typed name.
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

/** The key of a phrase in the locale files, without the plural suffix if it has one. */
export type Phrase = WithoutCount<Leaves<typeof en>>;
export type Values = Record<string, string | number>;

// A namespace of their own: the agent's windows declare the types of their texts for the same i18next.
const NAMESPACE = 'console';
declare module 'i18next' {
  interface ResourceNamespaceMap {
    console: typeof en;
  }
}

/** The first of the browser's languages that the console supports; English if it supports none of them. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const parsed = Language.safeParse(tag.slice(0, 2).toLowerCase());
    if (parsed.success) return parsed.data;
  }
  return 'en';
}

/** Creates the texts in the stored language, otherwise in the browser's. */
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

/** `t` returns a phrase, `failureText` the sentence of a failure, both in the current language. */
export function useTexts() {
  const { t: translate, i18n: texts } = useTranslation(NAMESPACE);
  const language = Language.parse(texts.language);
  return {
    language,
    t: (phrase: Phrase, values: Values = {}): string => translate(phrase, values),
    failureText: (failure: GuichetError): string => sentenceOf(failure, language, 'staff'),
    setLanguage: (next: Language): void => {
      storePreference('language', next);
      void texts.changeLanguage(next);
    },
  };
}

/** Returns a phrase in the current language, with its values filled in. */
export type Translate = ReturnType<typeof useTexts>['t'];
