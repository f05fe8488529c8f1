// The main process's own texts (tray and toasts) in the user's language.
import type { Language } from '../../contract/primitives.ts';
import en from '../../resources/locales/main.en.json' with { type: 'json' };
import fr from '../../resources/locales/main.fr.json' with { type: 'json' };

type Catalogue = typeof en.main;
type KeysOf<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeysOf<T[K]>}`;
}[keyof T & string];
/** Such as `tray.tickets`. */
type TextKey = KeysOf<Catalogue>;

/** `{{name}}` in a text is replaced by the value of that name. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;
export type Texts = (language: Language) => Translate;

/** Does not compile when a text is missing in one language. */
const CATALOGUES: Record<Language, Catalogue> = { en: en.main, fr: fr.main };

export const texts: Texts =
  (language) =>
  (key, values = {}) =>
    textAt(CATALOGUES[language], key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));

interface Tree {
  [name: string]: string | Tree;
}

function textAt(catalogue: Tree, key: TextKey): string {
  let found: string | Tree | undefined = catalogue;
  for (const name of key.split('.')) found = typeof found === 'object' ? found[name] : undefined;
  if (typeof found !== 'string') throw new Error(`no text is named ${key}`);
  return found;
}
