// The language of a mail: as its program names it, else as its words say.
import { Language } from '../../contract/primitives.ts';
import { ownWords } from './strip-quoted.ts';

/** Frequent words that the other language does not have. */
const WORDS: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: setOf(
    'the and is are was were have has had you your we our they this that these those with from not what when where which will would can cannot could should please thanks thank hello hi dear regards does doesn don isn it its my i since today yesterday but because',
  ),
  fr: setOf(
    'le la les un une des du de et est sont était nous vous votre vos notre nos mon ma mes ce cette ces avec dans sur pour pas plus que qui quand où je il elle ils depuis bonjour bonsoir salut merci cordialement madame monsieur ne peux peut pouvez suis ai avons avez mais parce car aujourd hier être fait',
  ),
};
/** Characters of the text that are looked at. */
const MOST_READ = 4000;
/** Fewer words say nothing: a subject in another language, or a name. */
const FEWEST = 3;

/** `named`: the values of Content-Language and Accept-Language (RFC 3282), the one that counts more first. Null where nothing says it. */
export function languageOfMail(named: readonly string[], text: string): Language | null {
  for (const value of named) {
    const known = value
      .split(',')
      .map((tag) => Language.safeParse(/^\s*([a-z]{2})\b/i.exec(tag)?.[1]?.toLowerCase()));
    const first = known.find(({ success }) => success)?.data;
    if (first) return first;
  }
  return languageOfText(text);
}

/** Of French and English, the one that has at least twice as many of its words. */
function languageOfText(text: string): Language | null {
  const own = ownWords(text.slice(0, MOST_READ)).toLowerCase();
  const words = own.normalize('NFC').match(/\p{L}+/gu) ?? [];
  const count = (language: Language) => words.filter((word) => WORDS[language].has(word)).length;
  const [en, fr] = [count('en'), count('fr')];
  if (Math.max(en, fr) < FEWEST) return null;
  if (en >= 2 * fr) return 'en';
  return fr >= 2 * en ? 'fr' : null;
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
