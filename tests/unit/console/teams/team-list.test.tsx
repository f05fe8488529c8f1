// The teams on the page of the staff: created, changed, and dissolved.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { RoutableEntry } from '../../../../contract/console.ts';
import type { Team } from '../../../../contract/teams.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, idOf, memberOf } from '../../../fakes/console-server.ts';

const NADIA = memberOf({ id: idOf(70), fullName: 'Nadia Haddad', role: 'technician' });
const GONE = memberOf({ id: idOf(72), fullName: 'Paul Roy', state: 'deactivated' });
const PRINT: Team = {
  ...{ id: idOf(90), name: 'Print', assigning: 'in-turn', openTickets: 1, takes: [] },
  members: [{ id: NADIA.id, fullName: 'Nadia Haddad', openTickets: 1, organisationIds: null }],
};

async function open(teams: Team[]) {
  const server = consoleServer({ members: [memberOf(), NADIA, GONE], teams });
  const person = await openConsole(server, '/staff');
  const section = within(await screen.findByRole('region', { name: 'Teams' }));
  return { server, person, section };
}

test('a team is created with a name, active members, and how its tickets find a technician', async () => {
  const { server, person, section } = await open([]);
  await person.click(section.getByRole('button', { name: 'New team' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Create team' }));
  expect(dialog.getByText('Write the name, as requesters will see it.')).toBeTruthy();
  await person.type(dialog.getByRole('textbox', { name: /Name/ }), 'Network');
  expect(dialog.getAllByRole('checkbox')).toHaveLength(2);
  await person.click(dialog.getByRole('checkbox', { name: 'Nadia Haddad' }));
  await person.click(dialog.getByRole('radio', { name: 'Members get tickets in turn' }));
  await person.click(dialog.getByRole('button', { name: 'Create team' }));
  expect(await screen.findByText('Network was created.')).toBeTruthy();
  expect(server.requests('POST /teams').map(({ body }) => body)).toEqual([
    { name: 'Network', assigning: 'in-turn', memberIds: [NADIA.id], takes: [] },
  ]);
  const [card] = await section.findAllByRole('listitem');
  expect(card?.textContent).toContain(
    'NetworkChangeDissolveNadia HaddadMembers get tickets in turn · 0 open tickets',
  );
});

test('a team is changed', async () => {
  const { server, person, section } = await open([PRINT]);
  await person.click(await section.findByRole('button', { name: 'Change Print' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('checkbox', { name: 'Nadia Haddad' }));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Print was changed.')).toBeTruthy();
  expect(server.data.teams).toMatchObject([{ name: 'Print', members: [] }]);
  expect(await section.findByText('No members yet')).toBeTruthy();
});

test('a team takes new tickets by rules, of which one for a vanished category is shown', async () => {
  const gone = { organisationId: CONTOSO.id, entryId: 'fax' };
  const name = { en: 'Network > Wi-Fi', fr: 'Réseau > Wi-Fi' };
  const wifi: RoutableEntry = { organisationId: CONTOSO.id, id: 'wifi', name, approvedLevels: null };
  const server = consoleServer({
    members: [memberOf(), NADIA],
    teams: [{ ...PRINT, members: [], takes: [gone] }],
    entries: [wifi],
  });
  const person = await openConsole(server, '/staff');
  const section = within(await screen.findByRole('region', { name: 'Teams' }));
  const fax = 'Contoso: a category that the catalogue no longer has (fax)';
  expect(await section.findByText(`Takes ${fax}`)).toBeTruthy();
  expect(section.getByText(/Nobody is in this team/)).toBeTruthy();
  await person.click(section.getByRole('button', { name: 'Change Print' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: `Remove the rule ${fax}` }));
  await person.click(dialog.getByRole('combobox', { name: 'Organisation' }));
  await person.click(await dialog.findByRole('option', { name: 'Contoso' }));
  await person.click(dialog.getByRole('combobox', { name: 'Category' }));
  await person.click(await dialog.findByRole('option', { name: name.en }));
  await person.click(dialog.getByRole('button', { name: 'Add rule' }));
  expect(dialog.getByText('Contoso: Network > Wi-Fi')).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  await screen.findByText('Print was changed.');
  expect(server.requests(`PUT /teams/${PRINT.id}`).map(({ body }) => body)).toMatchObject([
    { takes: [{ organisationId: CONTOSO.id, entryId: 'wifi' }] },
  ]);
});

test('a team with open tickets stays, and the dialog says why', async () => {
  const { server, person, section } = await open([PRINT]);
  server.refuse(`DELETE /teams/${PRINT.id}`, 'team-has-tickets');
  await person.click(await section.findByRole('button', { name: 'Dissolve Print' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Dissolve' }));
  expect(await dialog.findByText(/This team has open tickets/)).toBeTruthy();
  server.allow(`DELETE /teams/${PRINT.id}`);
  await person.click(dialog.getByRole('button', { name: 'Dissolve' }));
  expect(await screen.findByText('Print was dissolved.')).toBeTruthy();
  expect(section.queryAllByRole('listitem')).toEqual([]);
});
