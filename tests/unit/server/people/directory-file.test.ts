// Directory files as people bring them: from PowerShell, from Excel, from an export of all accounts.
import { expect, test } from 'vitest';
import type { DirectoryPerson } from '../../../../contract/people.ts';
import { decodeText } from '../../../../server/people/decode-text.ts';
import { readDirectory } from '../../../../server/people/directory-file.ts';

const FROM_EXCEL =
  'Nom;Adresse;Utilisateur;Bâtiment;Remarque\r\nRenée Lefèvre;Renee.Lefevre@example.org;EXAMPLE\\rlefevre;Bâtiment été;"deux\nlignes"\r\n';
const RENEE = {
  email: 'renee.lefevre@example.org',
  fullName: 'Renée Lefèvre',
  userName: 'EXAMPLE\\rlefevre',
};

function read(bytes: Uint8Array | string) {
  const decoded = decodeText(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (!decoded) throw new Error('the bytes are text');
  const file = readDirectory(decoded.text);
  if ('problem' in file) throw new Error(file.problem);
  return { ...file, isGuessed: decoded.isGuessed };
}

const problemOf = (text: string) => {
  const file = readDirectory(text);
  return 'problem' in file ? file.problem : null;
};

test.each<[string, Uint8Array, boolean]>([
  ['UTF-8', Buffer.from(FROM_EXCEL), false],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${FROM_EXCEL}`), false],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF${FROM_EXCEL}`, 'utf16le'), false],
  ['UTF-16 without one', Buffer.from(FROM_EXCEL, 'utf16le'), false],
  ['UTF-16 big endian', Buffer.from(`\uFEFF${FROM_EXCEL}`, 'utf16le').swap16(), false],
  ['windows-1252', Buffer.from(FROM_EXCEL, 'latin1'), true],
])('what Excel saves is read in %s', (_name, bytes, isGuessed) => {
  const file = read(bytes);
  expect(file).toMatchObject({ people: [RENEE], leftOut: [], unknownColumns: ['Remarque'], isGuessed });
  expect(file.people[0]).toMatchObject({ site: 'Bâtiment été', room: null });
});

test('UTF-16 that is cut is no text', () => {
  expect(decodeText(Buffer.from(`\uFEFF${FROM_EXCEL}`, 'utf16le').subarray(0, 31))).toBeNull();
});

test('letters that only windows-1252 has are read', () => {
  expect(decodeText(Buffer.from([0x4c, 0x92, 0x9c, 0x80]))).toEqual({ text: 'L’œ€', isGuessed: true });
});

test.each([
  ['a comma', 'Name,Email\nRenée Lefèvre,renee.lefevre@example.org'],
  ['a tab', 'Name\tEmail\nRenée Lefèvre\trenee.lefevre@example.org'],
  ['columns of Active Directory', 'givenName,sn,mail\nRenée,Lefèvre,renee.lefevre@example.org'],
  ['a first and a last name', 'Adresse e-mail;Nom;Prénom\nrenee.lefevre@example.org;Lefèvre;Renée'],
  [
    'a curly apostrophe',
    'Nom d’affichage;Courriel;Nom d’utilisateur\nRenée Lefèvre;renee.lefevre@example.org;',
  ],
  ['empty lines', '\n\nNom;E-mail\n\nRenée Lefèvre;renee.lefevre@example.org\n\n'],
])('a file with %s is read', (_name, text) => {
  const { email, fullName } = RENEE;
  expect(read(text)).toMatchObject({ people: [{ email, fullName, userName: null }], leftOut: [] });
});

test('rows that cannot be used are left out and named, and the others are read', () => {
  const rows = [
    'Nom;E-mail;Utilisateur',
    'Renée Lefèvre;renee.lefevre@example.org;EXAMPLE\\rlefevre',
    'Scanner;;EXAMPLE\\scan-lib',
    'Another;Renee.Lefevre@example.org;EXAMPLE\\other',
    'Again;again@example.org;example\\RLEFEVRE',
    'More;more@example.org;EXAMPLE\\more;cells;than;the;head',
    'Quoted "oddly;odd@example.org;',
    'Last;last@example.org',
  ];
  const { people, leftOut } = read(rows.join('\r\n'));
  expect(people.map(({ email }) => email)).toEqual([
    'renee.lefevre@example.org',
    'odd@example.org',
    'last@example.org',
  ]);
  expect(leftOut.map((row) => row.slice(0, 7)).sort()).toEqual(['line 3:', 'line 4:', 'line 5:', 'line 6:']);
  expect(leftOut).toContain('line 4: the address renee.lefevre@example.org is that of line 2 already');
  expect(leftOut).toContain('line 5: the user name example\\rlefevre is that of line 2 already');
});

test('people of JSON that cannot be used are left out too', () => {
  const people = [{ email: 'a@example.org', fullName: 'A' }, { email: null, fullName: 'Scanner' }, 7];
  const file = read(JSON.stringify({ people }));
  expect(file.people).toMatchObject([{ email: 'a@example.org' }] satisfies Partial<DirectoryPerson>[]);
  expect(file.leftOut).toEqual([
    expect.stringMatching(/^person 2: at email, expected string/),
    expect.stringMatching(/^person 3: at its beginning, expected object/),
  ]);
});

test.each([
  ['{"people": [', /^it is not JSON, /],
  ['[]', /^at its beginning, expected object/],
  [
    '{"people": [{"email": "nobody", "fullName": "N"}]}',
    /^no row can be used: person 1: at email, expected a valid/,
  ],
  ['', /^it has no column for the address/],
  ['Nom;Salle\nA;1', /^it has no column for the address, such as email or Adresse$/],
  ['E-mail\na@example.org', /^it has no column for the name, such as name or Nom$/],
  // not the rows below it alone
  ['Nom;E-mail\nZ;z@example.org\nA;"a@example.org\nB;b@example.org', /^it is not CSV: Quote Not Closed/],
])('%s is refused', (text, said) => {
  expect(problemOf(text)).toMatch(said);
});
