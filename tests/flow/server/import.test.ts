// The import command: what a file changes, and that an invalid file changes nothing.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeskTicket, PublishedAnnouncement } from '../../../contract/console.ts';
import { type FakeAgent, ticketCommand } from '../../fakes/server/agent.ts';
import { announcementOf, catalogueOf, personOf } from '../../fakes/server/imports.ts';
import { runNode } from '../../fakes/server/program.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';

const IMPORT = path.join(import.meta.dirname, '..', '..', '..', 'server', 'import.ts');
const EXAMPLES = path.join(import.meta.dirname, '..', '..', '..', 'docs', 'examples');
let desk: TestServer;
let agent: FakeAgent;
beforeEach(async () => {
  desk = await openTestServer();
  agent = await desk.activeAgent('requester@contoso.example');
});
afterEach(() => desk.close());

/** Runs the import as an administrator does; the other tests import without a program of their own. */
async function runProgram(kind: string, file: string) {
  const command = runNode(IMPORT, [kind, file, '--organisation', 'Contoso'], desk.settings);
  return { code: await command.ended(), ...command.output };
}

async function catalogue(known: string | null = null) {
  return (await agent.sync([], 0, known)).catalogue;
}

async function leafIds(): Promise<string[]> {
  const families = (await catalogue())?.families ?? [];
  return families.flatMap(({ services }) =>
    services.flatMap(({ subcategories }) => subcategories.map(({ id }) => id)),
  );
}

test('without an import, an agent gets no catalogue', async () => {
  expect(await catalogue()).toBeNull();
});

test('the example files can be imported while the server runs, and agents get their content', async () => {
  for (const [kind, count] of [
    ['directory', 'people'],
    ['catalogue', 'families'],
    ['announcements', 'announcements'],
  ] as const) {
    const file = path.join(EXAMPLES, `${kind}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))[count].length).toBeGreaterThan(0);
    expect(await runProgram(kind, file)).toEqual({
      code: 0,
      out: expect.stringMatching(/^\w+ of Contoso: \d+ added, 0 changed, 0 retired\n$/),
      err: '',
    });
  }
  expect(await runProgram('directory', path.join(EXAMPLES, 'catalogue.json'))).toEqual({
    code: 1,
    out: '',
    err: expect.stringMatching(/catalogue\.json is not a directory: .* nothing was changed\.\n$/),
  });
  const content = JSON.parse(await readFile(path.join(EXAMPLES, 'catalogue.json'), 'utf8'));
  expect((await catalogue())?.families.map(({ name }) => name)).toEqual(
    content.families.map(({ name }: { name: unknown }) => name),
  );
  const { announcements } = await agent.sync();
  expect(announcements).toMatchObject([{ title: { en: 'Printing is slow on the north campus' }, to: null }]);
});

test('the example directory does not restrict the addresses that can be confirmed', async () => {
  await desk.runImport('directory', await readFile(path.join(EXAMPLES, 'directory.json'), 'utf8'));
  const newcomer = await desk.activeAgent(null);
  await desk.confirm(newcomer, 'newcomer@contoso.example');
  expect((await newcomer.sync()).standing.requester?.email).toBe('newcomer@contoso.example');
});

test('an imported announcement is published once, and later imports do not undo changes by staff', async () => {
  const announcements = ['slow', 'down'].map((id) => announcementOf(id));
  const imported = await desk.runImport('announcements', { announcements });
  expect(imported.said).toBe('announcements of Contoso: 2 added, 0 changed, 0 retired');
  const administrator = await desk.administrator();
  const announcement = async (id: string) => {
    const listed = PublishedAnnouncement.array().parse((await administrator.ask('/announcements')).body);
    const named = listed.filter(({ title }) => title.en === `Title of ${id}`);
    expect(named).toHaveLength(1);
    return named[0];
  };
  const slow = await announcement('slow');
  expect(slow).toMatchObject({ from: slow?.publishedAt, to: null, organisation: 'Contoso' });
  const written = {
    ...announcementOf('slow'),
    service: null,
    from: slow?.from,
    to: null,
    ticketNumber: null,
  };
  await administrator.ask(`/announcements/${slow?.id}`, {
    method: 'PUT',
    json: { ...written, severity: 'outage', organisationId: slow?.organisationId },
  });
  await administrator.ask(`/announcements/${(await announcement('down'))?.id}/withdraw`, { method: 'POST' });

  const again = [...announcements, announcementOf('new')];
  expect((await desk.runImport('announcements', { announcements: again })).said).toBe(
    'announcements of Contoso: 1 added, 0 changed, 0 retired',
  );
  expect(await announcement('slow')).toMatchObject({ severity: 'outage', withdrawnAt: null });
  expect((await announcement('down'))?.withdrawnAt).not.toBeNull();
  expect(await announcement('new')).toMatchObject({ severity: 'information' });
  expect(await desk.rows("SELECT staff_id FROM audit WHERE act = 'import-announcements'")).toEqual([
    { staff_id: null },
    { staff_id: null },
  ]);
});

test('two organisations that import the same file have separate announcements', async () => {
  const administrator = await desk.administrator();
  await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const file = { announcements: [announcementOf('slow')] };
  for (const organisation of ['Contoso', 'Fabrikam']) {
    expect((await desk.runImport('announcements', file, organisation)).said).toBe(
      `announcements of ${organisation}: 1 added, 0 changed, 0 retired`,
    );
  }
  expect((await agent.sync()).announcements).toHaveLength(1);
});

test('the catalogue is sent only to an agent with another version', async () => {
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  const first = await catalogue();
  expect(first?.families[0]?.services[0]?.subcategories).toMatchObject([
    {
      id: 'slow',
      name: { en: 'Leaf slow', fr: 'Leaf slow (fr)' },
      kind: null,
      needsApproval: false,
      fields: [],
    },
  ]);
  expect(await catalogue(first?.version)).toBeNull();
  await desk.runImport('catalogue', catalogueOf({ id: 'slow', kind: 'incident' }));
  const second = await catalogue(first?.version);
  expect(second?.version).not.toBe(first?.version);
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  expect((await catalogue())?.version).toBe(first?.version);
});

test('a later import retires missing entries, which can come back with their id', async () => {
  const both = catalogueOf({ id: 'slow' }, { id: 'none' });
  expect((await desk.runImport('catalogue', both)).said).toBe(
    'catalogue of Contoso: 2 added, 0 changed, 0 retired',
  );
  expect((await desk.runImport('catalogue', both)).said).toBe(
    'catalogue of Contoso: 0 added, 0 changed, 0 retired',
  );
  const one = catalogueOf({ id: 'none', dueHours: 4 });
  expect((await desk.runImport('catalogue', one)).said).toBe(
    'catalogue of Contoso: 0 added, 1 changed, 1 retired',
  );
  expect(await leafIds()).toEqual(['none']);
  await desk.runImport('catalogue', both);
  expect(await leafIds()).toEqual(['slow', 'none']);
  const audited = await desk.rows(
    "SELECT staff_id, details FROM audit WHERE act = 'import-catalogue' ORDER BY id",
  );
  expect(audited).toHaveLength(4);
  expect(audited[2]).toEqual({ staff_id: null, details: '{"added":0,"changed":1,"retired":1}' });
});

test('a retired category is accepted and stays on tickets, and an unknown one is refused', async () => {
  await desk.runImport('catalogue', catalogueOf({ id: 'slow', dueHours: 4 }));
  const before = ticketCommand({ categoryId: 'slow' });
  expect(await agent.verdicts(before)).toEqual(['accepted']);
  await desk.runImport('catalogue', catalogueOf({ id: 'none' }));
  const after = ticketCommand({ categoryId: 'slow' });
  expect(await agent.verdicts(after, ticketCommand({ categoryId: 'never' }))).toEqual([
    'accepted',
    'refused category-gone',
  ]);
  const category = {
    id: 'slow',
    name: { en: 'Network > Wi-Fi > Leaf slow', fr: 'Network (fr) > Wi-Fi (fr) > Leaf slow (fr)' },
  };
  const { tickets } = await agent.sync();
  expect(tickets).toMatchObject([{ category }, { category }]);
  expect(Date.parse(tickets[0]?.dueAt ?? '') - Date.parse(tickets[0]?.createdAt ?? '')).toBe(4 * 3_600_000);
});

test('a later directory removes missing people, and their tickets stay', async () => {
  const first = { people: [personOf('manager'), personOf('colleague', { site: 'North' })] };
  expect((await desk.runImport('directory', first)).said).toBe(
    'directory of Contoso: 2 added, 0 changed, 0 retired',
  );
  await agent.sync([ticketCommand({ contacts: [personOf('manager')] })]);
  const second = { people: [personOf('colleague', { site: 'South' })] };
  expect((await desk.runImport('directory', second)).said).toBe(
    'directory of Contoso: 0 added, 1 changed, 1 retired',
  );
  expect(await desk.rows('SELECT email, site FROM person')).toEqual([
    { email: 'colleague@contoso.example', site: 'South' },
  ]);
  expect((await agent.sync()).tickets).toMatchObject([{ contacts: [{ email: 'manager@contoso.example' }] }]);
});

test('each organisation has its own catalogue', async () => {
  const administrator = await desk.administrator();
  await administrator.ask('/organisations', { json: { name: 'Fabrikam', emailDomains: [] } });
  const imported = await desk.runImport('catalogue', catalogueOf({ id: 'slow' }), 'FABRIKAM');
  expect(imported.said).toBe('catalogue of FABRIKAM: 1 added, 0 changed, 0 retired');
  expect(await catalogue()).toBeNull();
  expect(await agent.verdicts(ticketCommand({ categoryId: 'slow' }))).toEqual(['refused category-gone']);
});

test('a catalogue with an approver missing in the directory is refused, with entry and address', async () => {
  const approved = catalogueOf({ id: 'kept' }, { id: 'laptop', approver: 'Manager@contoso.example' });
  await desk.runImport('directory', { people: [personOf('colleague')] });
  expect(await desk.runImport('catalogue', approved)).toEqual({
    code: 1,
    said: 'the file cannot be used: the entry "laptop" names the approver manager@contoso.example, who is not in the organisation\'s directory; import the directory first, nothing was changed.',
  });
  expect(await catalogue()).toBeNull();
  await desk.runImport('directory', { people: [personOf('manager')] });
  expect((await desk.runImport('catalogue', approved)).code).toBe(0);
});

test('a directory from Excel is imported without the rows that cannot be used, or not at all', async () => {
  const rows = ['Nom;Adresse;Remarque', 'Renée Lefèvre;renee@contoso.example;"deux\nlignes"', 'Scanner;;'];
  const fromExcel = Buffer.from(rows.join('\r\n'), 'latin1');
  const refused = await desk.runImport('directory', fromExcel, 'Contoso', '--all-or-nothing');
  expect(refused.said.split('\n')).toEqual([
    '1 row was left out:',
    expect.stringMatching(/^ {2}line 4: at email, expected string/),
    'Nothing was changed.',
  ]);
  expect([refused.code, await desk.rows('SELECT email FROM person')]).toEqual([1, []]);
  const { code, said } = await desk.runImport('directory', fromExcel);
  expect(said.split('\n')).toEqual([
    'directory of Contoso: 1 added, 0 changed, 0 retired',
    '1 row was left out:',
    expect.stringMatching(/^ {2}line 4: at email, expected string/),
    expect.stringMatching(/^warning: the file is not UTF-8; it was read as windows-1252/),
    'warning: the column "Remarque" is not used',
  ]);
  expect(code).toBe(0);
  expect(await desk.rows('SELECT email, full_name FROM person')).toEqual([
    { email: 'renee@contoso.example', full_name: 'Renée Lefèvre' },
  ]);
});

test('a directory without an approver of the catalogue gives a warning', async () => {
  await desk.runImport('directory', { people: [personOf('manager')] });
  await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
  const without = { people: [personOf('colleague')] };
  const { code, said } = await desk.runImport('directory', without);
  expect(code).toBe(0);
  expect(said.split('\n')).toEqual([
    'directory of Contoso: 1 added, 0 changed, 1 retired',
    expect.stringMatching(
      /^warning: the entry "laptop" .+ manager@contoso\.example, who is not in this directory/,
    ),
  ]);
  await desk.runImport('catalogue', catalogueOf({ id: 'slow' }));
  expect((await desk.runImport('directory', without)).said).toBe(
    'directory of Contoso: 0 added, 0 changed, 0 retired',
  );
});

test('staff see the approver of a ticket, and whether the approver has an account', async () => {
  await desk.runImport('directory', { people: [personOf('manager')] });
  await desk.runImport('catalogue', catalogueOf({ id: 'laptop', approver: 'manager@contoso.example' }));
  const command = ticketCommand({ categoryId: 'laptop' });
  await agent.sync([command]);
  const technician = await desk.technician();
  const account = async () => {
    const ticket = DeskTicket.parse((await technician.ask(`/tickets/${command.key}`)).body);
    return [ticket.approver, ticket.approval?.approvers];
  };
  const email = 'manager@contoso.example';
  const who = { email, fullName: 'The manager', hasLeft: false };
  expect(await account()).toEqual(['The manager', [{ ...who, hasAgent: false }]]);
  await desk.activeAgent(email);
  expect(await account()).toEqual(['The manager', [{ ...who, hasAgent: true }]]);
});

const leaf = { id: 'slow', name: { en: 'Slow', fr: 'Lent' } };

test.each([
  ['catalogue', '{"families": [', /^the file is not JSON: .+; nothing was changed\.$/],
  [
    'catalogue',
    { families: [{ id: 'network', name: { en: 'Network' }, services: [] }] },
    /^the file is not a catalogue: at families\.0\.name\.fr, expected string, .+; nothing was changed\.$/,
  ],
  [
    // a path too long for the contract would break the sync of everybody who takes part in its tickets
    'catalogue',
    catalogueOf({ ...leaf, name: { en: 'x'.repeat(501), fr: 'Lent' } }),
    /^the file is not a catalogue: at families\.0\.services\.0\.subcategories\.0\.name\.en, expected string to have <=500 .+; nothing was changed\.$/,
  ],
  [
    'catalogue',
    catalogueOf({ ...leaf, fields: [{ id: 'a', type: 'slider' }] as never }),
    /^the file is not a catalogue: at families\.0\.services\.0\.subcategories\.0\.fields\.0\.type, expected 'text' \| .+; nothing was changed\.$/,
  ],
  [
    'catalogue',
    catalogueOf(leaf, leaf),
    /^the file is not a catalogue: the subcategory "slow" occurs twice; .+$/,
  ],
  [
    'directory',
    { people: [{ email: 'nobody', fullName: 'N' }] },
    /^the file is not a directory: no row can be used: person 1: at email, expected a valid email address; nothing was changed\.$/,
  ],
  ['directory', '{"people": [', /^the file is not a directory: it is not JSON, .+; nothing was changed\.$/],
  [
    'directory',
    Buffer.from('\uFEFFNom;E-mail', 'utf16le').subarray(0, 9),
    /^the file is cut: it is UTF-16 and ends in the middle of a letter; nothing was changed\.$/,
  ],
  [
    'catalogue',
    Buffer.from('{"families": [{ "id": "réseau" }]}', 'latin1'),
    /^the file is not UTF-8: save it as UTF-8; nothing was changed\.$/,
  ],
  [
    'announcements',
    { announcements: [announcementOf('slow'), announcementOf('slow')] },
    /^the file is not a list of announcements: the announcement "slow" occurs twice; .+$/,
  ],
  [
    'announcements',
    {
      announcements: [announcementOf('slow', { from: '2030-01-02T08:00:00Z', to: '2030-01-02T08:00:00Z' })],
    },
    /^the file is not a list of announcements: the announcement "slow" ends before it begins; .+$/,
  ],
  [
    'announcements',
    { announcements: [announcementOf('slow', { text: { en: 'Only English' } })] },
    /^the file is not a list of announcements: at announcements\.0\.text\.fr, expected string, .+; nothing was changed\.$/,
  ],
  [
    'users',
    {},
    /^Expected: node server\/import\.ts catalogue\|directory\|announcements <file> --organisation "<name>" \[--all-or-nothing\]$/,
  ],
])('an invalid %s file is refused with one sentence, and changes nothing', async (kind, content, said) => {
  await desk.runImport('catalogue', catalogueOf({ id: 'kept' }));
  await desk.runImport('directory', { people: [personOf('kept')] });
  const imported = await desk.runImport(kind, content);
  expect(imported.said).toMatch(said);
  expect(imported.code).toBe(1);
  expect(await leafIds()).toEqual(['kept']);
  expect(await desk.rows('SELECT email FROM person')).toEqual([{ email: 'kept@contoso.example' }]);
  expect(await desk.rows('SELECT id FROM announcement')).toEqual([]);
  expect(await desk.rows("SELECT id FROM audit WHERE act LIKE 'import-%'")).toHaveLength(2);
});

test('a file for an unknown organisation is refused', async () => {
  const { code, said } = await desk.runImport('directory', { people: [] }, 'Fabrikam');
  expect([code, said]).toEqual([1, 'There is no organisation "Fabrikam": nothing was changed.']);
});

test('a database of an older or newer server is refused', async () => {
  await desk.alter("DELETE FROM kysely_migration WHERE name = '0060-participants'");
  const older = await desk.runImport('directory', { people: [] });
  expect(older.said).toMatch(
    /was written by an older Guichet server: start the server once, nothing was changed\.$/,
  );
  await desk.alter("INSERT INTO kysely_migration VALUES ('0060-participants', '')");
  await desk.alter("INSERT INTO kysely_migration VALUES ('9990-future', '')");
  const newer = await desk.runImport('directory', { people: [] });
  expect(newer.said).toMatch(/was written by a newer Guichet server/);
  await desk.alter("DELETE FROM kysely_migration WHERE name = '9990-future'");
  expect([older.code, newer.code]).toEqual([1, 1]);
});

test('an import and the server’s own writes wait for each other', async () => {
  const people = Array.from({ length: 2000 }, (_, place) => personOf(`person${place}`));
  const writing = (async () => {
    for (let call = 0; call < 30; call += 1) await agent.sync([ticketCommand()]);
  })();
  const imported = await desk.runImport('directory', { people });
  await writing;
  expect(imported.said).toBe('directory of Contoso: 2000 added, 0 changed, 0 retired');
  expect(await desk.rows('SELECT id FROM ticket')).toHaveLength(30);
});
