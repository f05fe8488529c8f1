// The line above which staff answer a mail of ours. What stands below it in an answer is our own text, however it is quoted.
import type { Language } from '../../contract/primitives.ts';

export const ANSWER_MARKS: Readonly<Record<Language, string>> = {
  en: '##- Write your answer above this line -##',
  fr: '##- Répondez au-dessus de cette ligne -##',
};

/** Quoted or not: mail programs put signs before it, or around it. */
const MARK = new RegExp(`^.{0,20}(?:${Object.values(ANSWER_MARKS).join('|')})`, 'iu');

/** Returns the lines above the mark; all of them where it is not there. */
export function linesAboveMark(lines: string[]): string[] {
  const end = lines.findIndex((line) => line.includes('-##') && MARK.test(line.normalize('NFC')));
  return end < 0 ? lines : lines.slice(0, end);
}
