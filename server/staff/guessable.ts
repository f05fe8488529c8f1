// Refuses passwords that are guessed first: common ones, and those made of names (NIST SP 800-63B-4, section 3.1.1.2). Whoever
// guesses tries common words with digits and signs around them, runs of keys, and repetitions: without these little is left.
import { dictionary } from '@zxcvbn-ts/language-common';

/** French words that the list of common passwords, which is English, lacks. */
const FRENCH =
  'anniversaire assistance aout automne baguette bienvenue bisou bonsoir changemoi changezmoi chienchien ' +
  'coeur connexion coucou doudou egalite entreprise fevrier fraternite hiver informatique jeudi juin ' +
  'licorne lumiere lundi merci mercredi moncoeur ordinateur ouistiti ouvretoi printemps provisoire ' +
  'septembre temporaire tigrou vendredi';
const COMMON: ReadonlySet<string> = new Set([...dictionary['passwords-common'], ...FRENCH.split(' ')]);
/** Words that anybody would try in a password of this product. */
const PRODUCT = ['guichet', 'helpdesk', 'support', 'password', 'motdepasse', 'administrator', 'admin'];
/** The alphabet, digits, and rows of QWERTY, AZERTY and QWERTZ; the columns beside each other too. */
const ROWS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  ...['azertyuiop', 'qsdfghjklm', 'wxcvbn', 'qwertzuiop', 'yxcvbnm', '!@#$%^&*()', '&e"\'(-e_ca)'],
  ...[
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
    '1aqw2zsx3edc4rfv5tgb6yhn7uj',
    '1q2w3e4r5t6y7u8i9o0p',
    '1a2z3e4r5t6y7u8i9o0p',
  ],
].flatMap((row) => [row, [...row].toReversed().join('')]);
/** Signs and digits that stand for letters. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '0': 'o',
  '5': 's',
  $: 's',
};

/** Shorter words are parts of too many others. */
const SHORTEST_WORD = 4;
/** Shorter runs are in words too. */
const SHORTEST_RUN = 4;
/** Characters that remain when the known words are gone. */
const LEAST_REST = 8;
/** Different characters. */
const LEAST_VARIETY = 5;

/** Whether the password is common, repeats itself, or is little more than words about the person or the product, or runs. */
export function isGuessable(
  password: string,
  { email, fullName }: { email: string; fullName: string },
): boolean {
  const plain = plainOf(password);
  if (COMMON.has(plain) || new Set(plain).size < LEAST_VARIETY) return true;
  const words = [...PRODUCT, ...plainOf(`${email} ${fullName}`).split(/[^\p{L}\p{N}]+/u)];
  const known = words
    .filter((word) => word.length >= SHORTEST_WORD)
    .toSorted((one, other) => other.length - one.length);
  const part = repeatedPart(plain);
  const rest = withoutCommon(withoutRuns(known.reduce((left, word) => left.replaceAll(word, ''), part)));
  return rest !== plain && rest.length < LEAST_REST;
}

/** Lower case without accents. */
function plainOf(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
}

/** The shortest part that the text is a repetition of, whose last one may be cut: the text itself where it repeats nothing. */
function repeatedPart(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const part = text.slice(0, length);
    if (part.repeat(Math.ceil(text.length / length)).startsWith(text)) return part;
  }
  return text;
}

function withoutRuns(text: string): string {
  let rest = '';
  for (let start = 0; start < text.length; ) {
    const run = runAt(text, start);
    if (run < SHORTEST_RUN) rest += text[start];
    start += run < SHORTEST_RUN ? 1 : run;
  }
  return rest;
}

/** How many characters from `start` are beside each other in a row. */
function runAt(text: string, start: number): number {
  let length = 1;
  while (start + length < text.length && isRun(text.slice(start, start + length + 1))) length += 1;
  return length;
}

function isRun(text: string): boolean {
  return ROWS.some((row) => row.includes(text));
}

/** Without its word where it is a common one with digits and signs before and behind. */
function withoutCommon(text: string): string {
  const [, before = '', word = '', behind = ''] = /^([^\p{L}]*)(.*?)([^\p{L}]*)$/su.exec(text) ?? [];
  const spelt = word.replace(/[@43105$]/g, (sign) => LOOKALIKES[sign] ?? sign);
  return [word, spelt].some((one) => COMMON.has(repeatedPart(one))) ? before + behind : text;
}
