// Refuses passwords that are guessed first: common ones, and those made of names (NIST SP 800-63B-4, section 3.1.1.2).
import { dictionary } from '@zxcvbn-ts/language-common';

const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);
/** Words that anybody would try in a password of this product. */
const PRODUCT = ['guichet', 'helpdesk', 'support', 'password', 'motdepasse', 'administrator', 'admin'];
/** Shorter words are parts of too many others. */
const SHORTEST_WORD = 4;
/** Characters that remain when the known words are gone. */
const LEAST_REST = 8;
/** Different characters. */
const LEAST_VARIETY = 5;

/** Whether the password is common, repeats itself, or is little more than words about the person or the product. */
export function isGuessable(
  password: string,
  { email, fullName }: { email: string; fullName: string },
): boolean {
  const plain = password.toLowerCase();
  if (COMMON.has(plain) || new Set(plain).size < LEAST_VARIETY) return true;
  const words = [...PRODUCT, ...`${email} ${fullName}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)];
  const known = words
    .filter((word) => word.length >= SHORTEST_WORD)
    .toSorted((one, other) => other.length - one.length);
  const rest = known.reduce((left, word) => left.replaceAll(word, ''), plain);
  return rest !== plain && rest.length < LEAST_REST;
}
