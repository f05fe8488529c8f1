// The language of a mail.
import { expect, test } from 'vitest';
import { languageOfMail } from '../../../../server/mailboxes/language-of.ts';

const FRENCH =
  'Bonjour,\nL’imprimante du deuxième étage n’imprime plus depuis hier. Pouvez-vous nous aider ? Merci.';
const ENGLISH =
  'Hello,\nThe printer of the second floor does not print since yesterday. Can you help us? Thanks.';

test.each([
  ['the header says it', ['fr-CA'], ENGLISH, 'fr'],
  ['the first header that names a known one', ['de-DE', 'es, fr-FR, en'], '', 'fr'],
  ['a header that names none, then the words', ['de-DE', ''], ENGLISH, 'en'],
  ['the words are French', [], FRENCH, 'fr'],
  ['the words are English', [], ENGLISH, 'en'],
  [
    'French above an English quote',
    [],
    `${FRENCH}\n\nOn Monday, A technician wrote:\n> ${ENGLISH.replace('\n', ' ').repeat(3)}`,
    'fr',
  ],
  ['French with decomposed accents', [], FRENCH.normalize('NFD'), 'fr'],
  ['both', [], `${FRENCH}\n${ENGLISH}`, null],
  ['too few words', [], 'Printer 12, merci', null],
  ['another language', [], 'Der Drucker im zweiten Stock druckt seit gestern nicht mehr. Vielen Dank.', null],
  ['a header of letters that only begin like one', ['frisian, english'], '', null],
  ['nothing', [], '', null],
])('%s', (_, named, text, language) => {
  expect(languageOfMail(named, text)).toBe(language);
});
