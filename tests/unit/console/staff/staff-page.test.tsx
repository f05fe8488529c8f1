// The page of the staff: who is listed, and what an administrator does about them.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, idOf, memberOf, TECHNICIAN } from '../../../fakes/console-server.ts';

const NADIA = memberOf({
  ...{ id: idOf(70), email: 'nadia@example.org', fullName: 'Nadia Haddad', role: 'technician' },
  ...{ hasSecondFactor: true },
});
const INVITED = memberOf({
  ...{ id: idOf(71), email: 'zoe@example.org', fullName: 'Zoé', role: 'technician', state: 'invited' },
  ...{ lastSignInAt: null, invitedUntil: '2099-01-01T00:00:00.000Z' },
});
const GONE = memberOf({
  ...{ id: idOf(72), email: 'paul@example.org', fullName: 'Paul Roy', state: 'deactivated' },
});

async function open(members = [memberOf(), NADIA, INVITED, GONE]) {
  const server = consoleServer({ members });
  const person = await openConsole(server, '/staff');
  await screen.findByRole('heading', { name: 'Staff' });
  await screen.findByRole('table', { name: 'Staff' });
  return { server, person };
}
type Person = Awaited<ReturnType<typeof openConsole>>;

async function choose(person: Person, name: string, act: string): Promise<void> {
  await person.click(screen.getByRole('button', { name: `Actions for ${name}` }));
  await person.click(await screen.findByRole('menuitem', { name: act }));
}

const cells = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    );

test('administrators reach the page from the navigation, and technicians do not', async () => {
  const { unmount } = await openConsole(consoleServer(), '/devices').then(async (person) => {
    await person.click(await screen.findByRole('link', { name: 'Staff' }));
    expect(await screen.findByRole('heading', { name: 'Staff' })).toBeTruthy();
    return { unmount: () => document.body.replaceChildren() };
  });
  unmount();
  await openConsole(consoleServer({ staff: TECHNICIAN }), '/staff');
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Staff' })).toBeNull();
});

test('the table says role, state, last sign-in and second factor of everybody', async () => {
  await open();
  const said = cells();
  expect(said.map(([person, role, state]) => [person, role, state])).toEqual([
    ['Desk administrator (you)admin@example.org', 'Administrator', 'Active'],
    ['Nadia Haddadnadia@example.org', 'Technician', 'Active'],
    ['Zoézoe@example.org', 'Technician', expect.stringMatching(/^InvitedThe link expires in \d+ years$/)],
    ['Paul Roypaul@example.org', 'Administrator', 'Deactivated'],
  ]);
  expect(said.map(([, , , signIn, factor]) => [signIn === 'Never', factor])).toEqual([
    [false, 'No'],
    [false, 'Yes'],
    [true, 'No'],
    [false, 'No'],
  ]);
});

test('the link of an invitation that is too old is said to have expired', async () => {
  await open([memberOf(), { ...INVITED, invitedUntil: '2026-01-01T00:00:00.000Z' }]);
  expect(screen.getByText(/The link expired/)).toBeTruthy();
});

test('somebody is invited by name, address, role and language', async () => {
  const { server, person } = await open([memberOf()]);
  await person.click(screen.getByRole('button', { name: 'Invite' }));
  const dialog = await findDialog();
  await person.type(dialog.getByLabelText('E-mail'), 'nobody');
  await person.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(dialog.getByText('Write the name, as requesters will see it.')).toBeTruthy();
  expect(dialog.getByText('Write an e-mail address, such as name@example.org.')).toBeTruthy();
  expect(server.requests('POST /invitations')).toEqual([]);
  await person.type(dialog.getByLabelText('Full name'), 'Nadia Haddad');
  await person.type(dialog.getByLabelText('E-mail'), '@example.org');
  await person.click(dialog.getByRole('radio', { name: /^Administrator/ }));
  await person.click(dialog.getByRole('radio', { name: 'Français' }));
  await person.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(await screen.findByText('An invitation is on its way to nobody@example.org.')).toBeTruthy();
  expect(server.requests('POST /invitations')[0]?.body).toEqual({
    ...{ fullName: 'Nadia Haddad', email: 'nobody@example.org', role: 'administrator', language: 'fr' },
    organisationIds: null,
  });
  expect(await screen.findByText('Nadia Haddad')).toBeTruthy();
});

test('an address that is staff already is refused with a sentence, and the dialog stays', async () => {
  const { server, person } = await open();
  server.refuse('POST /invitations', 'staff-exists');
  await person.click(screen.getByRole('button', { name: 'Invite' }));
  const dialog = await findDialog();
  await person.type(dialog.getByLabelText('Full name'), 'Nadia Haddad');
  await person.type(dialog.getByLabelText('E-mail'), 'nadia@example.org');
  await person.click(dialog.getByRole('button', { name: 'Invite' }));
  expect(await dialog.findByText(/Somebody of the staff has this address already/)).toBeTruthy();
});

test('an invitation is sent again, and withdrawn', async () => {
  const { server, person } = await open();
  await choose(person, 'Zoé', 'Send again');
  expect(await screen.findByText('An invitation is on its way to zoe@example.org.')).toBeTruthy();
  expect(server.requests(`POST /invitations/${INVITED.id}/mails`)).toHaveLength(1);
  await choose(person, 'Zoé', 'Withdraw');
  const dialog = await findDialog();
  expect(dialog.getByText('The link that was mailed no longer works.')).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Withdraw' }));
  expect(await screen.findByText('The invitation of Zoé was withdrawn.')).toBeTruthy();
  await expect.poll(() => screen.queryByText('zoe@example.org')).toBeNull();
});

test('name and role of another person change', async () => {
  const { server, person } = await open();
  await choose(person, 'Nadia Haddad', 'Change');
  const dialog = await findDialog();
  await person.clear(dialog.getByLabelText('Full name'));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(dialog.getByText('Write the name, as requesters will see it.')).toBeTruthy();
  await person.type(dialog.getByLabelText('Full name'), 'Nadia Roy');
  await person.click(dialog.getByRole('radio', { name: /^Administrator/ }));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Nadia Roy was changed.')).toBeTruthy();
  expect(server.requests(`PUT /staff/${NADIA.id}`)[0]?.body).toEqual({
    ...{ fullName: 'Nadia Roy', role: 'administrator', organisationIds: null },
  });
});

test('somebody is limited to some organisations, of which at least one is chosen', async () => {
  const { server, person } = await open();
  server.data.organisations = [{ ...CONTOSO, id: idOf(11), name: 'Another' }, CONTOSO];
  await choose(person, 'Nadia Haddad', 'Change');
  const dialog = await findDialog();
  await person.click(dialog.getByRole('radio', { name: /^Some organisations/ }));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(dialog.getByText('Choose at least one organisation.')).toBeTruthy();
  expect(server.requests(`PUT /staff/${NADIA.id}`)).toEqual([]);
  await person.click(dialog.getByText('Contoso'));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  await screen.findByText('Nadia Haddad was changed.');
  expect(server.requests(`PUT /staff/${NADIA.id}`)[0]?.body).toMatchObject({ organisationIds: [CONTOSO.id] });
  await expect.poll(() => cells()[1]?.[1]).toBe('TechnicianContoso');
});

test('the label of each organisation chooses that one', async () => {
  const server = consoleServer({ members: [memberOf()] });
  const other = { ...CONTOSO, id: '0198a000-0000-7000-8000-0000000000f2', name: 'Fabrikam' };
  server.data.organisations = [CONTOSO, other];
  const person = await openConsole(server, '/staff');
  await person.click(await screen.findByRole('button', { name: 'Invite' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('radio', { name: /^Some organisations/ }));
  await person.click(dialog.getByText('Fabrikam'));
  const isChosen = (name: string) => dialog.getByRole<HTMLInputElement>('checkbox', { name }).checked;
  expect([isChosen('Contoso'), isChosen('Fabrikam')]).toEqual([false, true]);
});

test('a limited administrator gives no more than they have, and finds nothing of the whole installation', async () => {
  const server = consoleServer({ members: [memberOf()] });
  if (server.data.staff) server.data.staff = { ...server.data.staff, organisationIds: [CONTOSO.id] };
  const person = await openConsole(server, '/staff');
  await screen.findByRole('table', { name: 'Staff' });
  for (const name of ['Backends', 'Updates', 'Status'])
    expect(screen.queryByRole('link', { name })).toBeNull();
  expect(screen.queryByRole('button', { name: 'New team' })).toBeNull();
  await person.click(screen.getByRole('button', { name: 'Invite' }));
  const dialog = await findDialog();
  expect(dialog.getByRole<HTMLInputElement>('radio', { name: /^All organisations/ }).disabled).toBe(true);
  expect(dialog.getByRole<HTMLInputElement>('checkbox', { name: 'Contoso' }).checked).toBe(true);
});

test('of oneself only the name can be changed here, and the page says why', async () => {
  const { person } = await open();
  await person.click(screen.getByRole('button', { name: 'Actions for Desk administrator' }));
  const acts = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent);
  expect(acts).toEqual(['Change', 'Absence']);
  await person.click(screen.getByRole('menuitem', { name: 'Change' }));
  const dialog = await findDialog();
  expect(dialog.getByText(/Nobody changes their own role/)).toBeTruthy();
  expect(dialog.getByRole<HTMLInputElement>('radio', { name: /^Technician/ }).disabled).toBe(true);
});

test.each([
  ['End sessions', /has to sign in again/, `DELETE /staff/${NADIA.id}/sessions`, 'The sessions of Nadia'],
  [
    'Reset second factor',
    /set up another second factor/,
    `DELETE /staff/${NADIA.id}/second-factor`,
    'The second factor of Nadia',
  ],
  ['Deactivate', /Their name stays in tickets/, `PUT /staff/${NADIA.id}/deactivation`, 'was deactivated'],
])('%s says first what it does', async (act, effect, route, done) => {
  const { server, person } = await open();
  await choose(person, 'Nadia Haddad', act);
  const dialog = await findDialog();
  expect(dialog.getByText(effect)).toBeTruthy();
  expect(server.requests(route)).toEqual([]);
  await person.click(dialog.getByRole('button', { name: act }));
  expect(await screen.findByText(new RegExp(done))).toBeTruthy();
  expect(server.requests(route)).toHaveLength(1);
});

test('an absence is set with a stand-in, shown, and removed', async () => {
  const { server, person } = await open([memberOf(), NADIA]);
  await choose(person, 'Nadia Haddad', 'Absence');
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(dialog.getByText('Choose a day that is not over, and not before the first one.')).toBeTruthy();
  fireEvent.change(dialog.getByLabelText(/First day/), { target: { value: '2026-01-01' } });
  fireEvent.change(dialog.getByLabelText(/Last day/), { target: { value: '2099-01-31' } });
  await person.click(dialog.getByRole('combobox', { name: 'Stands in' }));
  await person.click(await dialog.findByRole('option', { name: 'Desk administrator' }));
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  await screen.findByText('The absence of Nadia Haddad is saved.');
  expect(server.requests(`PUT /staff/${NADIA.id}/absence`)[0]?.body).toMatchObject({
    absence: { standInId: memberOf().id },
  });
  expect(await screen.findByText('Away until Jan 31, 2099')).toBeTruthy();
  await choose(person, 'Nadia Haddad', 'Absence');
  await person.click((await findDialog()).getByRole('button', { name: 'Remove absence' }));
  await screen.findByText('Nadia Haddad is there.');
  await expect.poll(() => screen.queryByText(/^Away until/)).toBeNull();
});

test('before somebody is deactivated, it is said how many open tickets go back', async () => {
  const { person } = await open([memberOf(), { ...NADIA, openTickets: 3 }]);
  await choose(person, 'Nadia Haddad', 'Deactivate');
  const dialog = await findDialog();
  expect(dialog.getByText(/Their 3 open tickets go back to the queues of their teams/)).toBeTruthy();
});

test('a deactivated person can be reactivated, and without a second factor none is reset', async () => {
  const { server, person } = await open();
  await choose(person, 'Paul Roy', 'Reactivate');
  expect(await screen.findByText('Paul Roy can sign in again.')).toBeTruthy();
  expect(server.requests(`DELETE /staff/${GONE.id}/deactivation`)).toHaveLength(1);
  await person.click(screen.getByRole('button', { name: 'Actions for Paul Roy' }));
  const acts = (await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent);
  expect(acts).toEqual(['Change', 'Absence', 'Send password link', 'End sessions', 'Deactivate']);
});

test('a link for a new password is sent at once, and not to who has no password', async () => {
  const { server, person } = await open();
  await choose(person, 'Nadia Haddad', 'Send password link');
  expect(await screen.findByText(/A link for a new password is on its way to nadia@/)).toBeTruthy();
  expect(server.requests(`POST /staff/${NADIA.id}/password-links`)[0]?.body).toEqual({ language: 'en' });
  server.data.members = server.data.members.map((one) => ({ ...one, hasPassword: false }));
  server.sendEvent('staff');
  await person.click(screen.getByRole('button', { name: 'Actions for Nadia Haddad' }));
  await expect
    .poll(() => screen.queryAllByRole('menuitem').map(({ textContent }) => textContent))
    .not.toContain('Send password link');
});

test('the list follows what other administrators do', async () => {
  const { server } = await open([memberOf()]);
  server.data.members = [memberOf(), NADIA];
  server.sendEvent('staff');
  expect(await screen.findByText('Nadia Haddad')).toBeTruthy();
});
