import { expect, it } from 'vitest';
import { AgentVersion } from '../../../contract/enrolment.ts';
import { DirectoryPerson } from '../../../contract/people.ts';
import { FullName, nameOf, Title } from '../../../contract/primitives.ts';

const HIDDEN = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u3164', '\ufe0f', '\u{e0041}'];
const DECEPTIVE = ['\u202e', '\u2066', '\u200f', '\n', '\r', '\u2028', '\u0000', '\t'];

it.each([...HIDDEN, ...DECEPTIVE])(
  'a name of a user, a computer or an organisation has no %j',
  (character) => {
    expect(nameOf(1, 50).safeParse(`CONTOSO\\b${character}ob`).success).toBe(false);
  },
);

it.each(['CONTOSO\\élise', 'PC-ÉTÉ', '株式会社', 'شرکت', 'Zoë’s Œuvre'])('%s is a name', (name) => {
  expect(nameOf(1, 50).parse(` ${name} `)).toBe(name);
});

it.each(DECEPTIVE)('a line about a person has no %j', (character) => {
  expect(FullName.safeParse(`A${character}B`).success).toBe(false);
  const person = { email: 'a@contoso.example', fullName: 'A' };
  for (const field of ['phone', 'site', 'room'])
    expect(DirectoryPerson.safeParse({ ...person, [field]: `1${character}2` }).success, field).toBe(false);
});

it.each(['\u200b', '\u2060', '\ufeff', '\u00ad', '\u3164', '\u{e0041}'])(
  'a name of a person that was pasted with %j is kept without it',
  (character) => {
    expect(FullName.parse(`${character}A${character} B${character}`)).toBe('A B');
    expect(FullName.safeParse(character).success).toBe(false);
  },
);

it('a joiner stays in a name where letters need it, and nowhere else', () => {
  for (const name of ['علی\u200cرضا', 'ශ්\u200dරී']) expect(FullName.parse(name)).toBe(name);
  expect(FullName.parse('A\u200d B\u200c')).toBe('A B');
});

it.each(['0.2.0', '1.0.0-beta.1', '1.0.0+5', '1'])('%s is a version of an agent', (version) => {
  expect(AgentVersion.parse(version)).toBe(version);
});

it.each(['1.0\u202Egnp.exe\n', '', '1.0 ', '-1', '1.0<b>', 'v'.repeat(33)])('%j is none', (version) => {
  expect(AgentVersion.safeParse(version).success).toBe(false);
});

it('a title is one line: what breaks or reorders it becomes a space', () => {
  expect(Title.parse('T\r\nBcc: evil@x.example\r\n\r\nbody')).toBe('T Bcc: evil@x.example body');
  expect(Title.parse('\u0000A\u2028B\u0085C\u202Egpj.exe\u0007')).toBe('A B C gpj.exe');
  expect(Title.parse('Écran d’Élodie 👩‍💻 — שלום')).toBe('Écran d’Élodie 👩‍💻 — שלום');
  expect(Title.safeParse('\r\n\u0000').success).toBe(false);
});
