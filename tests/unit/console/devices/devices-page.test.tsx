// The page of devices: empty states, waiting agents, selection, and the confirmation before retiring.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import {
  agentRow,
  CONTOSO,
  consoleServer,
  deviceRow,
  idOf,
  TECHNICIAN,
} from '../../../fakes/console-server.ts';

const WAITING = agentRow();
const ACTIVE = agentRow({
  id: idOf(21),
  userName: 'CONTOSO\\colleague',
  state: 'active',
  email: 'colleague@example.org',
});
const button = (name: string | RegExp) => screen.findByRole<HTMLButtonElement>('button', { name });

test('a new server says how to begin', async () => {
  await openConsole(consoleServer({ organisations: [] }), '/devices');
  expect(await screen.findByText('No organisation yet')).toBeTruthy();
});

test('an organisation without devices says how they come', async () => {
  await openConsole(consoleServer(), '/devices');
  expect(await screen.findByText('No device has enrolled yet')).toBeTruthy();
  expect(screen.getByText(/Create an enrolment key, install Guichet on the computers/)).toBeTruthy();
});

test('waiting users are counted, listed first, and activated in two clicks', async () => {
  const server = consoleServer({ devices: [deviceRow(ACTIVE, WAITING)] });
  const person = await openConsole(server, '/devices');
  expect(await screen.findByText('1 Windows user is waiting for activation.')).toBeTruthy();
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\requester on DESK-014' }));
  expect(screen.getByText('1 selected')).toBeTruthy();
  await person.click(await button('Activate'));
  expect(await screen.findByText('1 Windows user activated.')).toBeTruthy();
  expect(server.requests('POST /agents/state')[0]?.body).toEqual({
    act: 'activate',
    selection: { agentIds: [WAITING.id], revisions: { [WAITING.id]: WAITING.revision } },
  });
  await expect.poll(() => screen.queryByText(/is waiting for activation/)).toBeNull();
});

test('a command that would change nobody is disabled', async () => {
  const person = await openConsole(consoleServer({ devices: [deviceRow(ACTIVE)] }), '/devices');
  expect((await button('Activate')).disabled).toBe(true);
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\colleague on DESK-014' }));
  expect((await button('Activate')).disabled).toBe(true);
  expect((await button('Suspend')).disabled).toBe(false);
});

test('retiring asks for confirmation, says that it is final, and does nothing when cancelled', async () => {
  const server = consoleServer({ devices: [deviceRow(ACTIVE)] });
  const person = await openConsole(server, '/devices');
  await person.click(await screen.findByRole('checkbox', { name: 'Select CONTOSO\\colleague on DESK-014' }));
  await person.click(await button('Retire'));
  const dialog = await findDialog();
  expect(dialog.getByText(/1 Windows user will be retired: 1 active\./)).toBeTruthy();
  expect(dialog.getByText(/cannot be activated again/)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Cancel' }));
  await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
  expect(server.requests('POST /agents/state')).toEqual([]);
});

test('a refused change is shown in the confirmation dialog, which stays open', async () => {
  const server = consoleServer({ devices: [deviceRow(ACTIVE)] });
  server.refuse('POST /agents/state', 'administrator-only');
  const person = await openConsole(server, '/devices');
  await person.click(await screen.findByRole('checkbox', { name: 'Select CONTOSO\\colleague on DESK-014' }));
  await person.click(await button('Retire'));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Retire' }));
  expect(await dialog.findByText(/Only an administrator may do this. Nothing was changed./)).toBeTruthy();
});

test('a technician sees the devices but no commands', async () => {
  await openConsole(consoleServer({ staff: TECHNICIAN, devices: [deviceRow(ACTIVE)] }), '/devices');
  expect(await screen.findByText('CONTOSO\\colleague')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Activate' })).toBeNull();
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('a search without a match says so, and hidden agents are not changed by commands', async () => {
  const person = await openConsole(consoleServer({ devices: [deviceRow(WAITING)] }), '/devices');
  await person.click(await screen.findByRole('checkbox', { name: 'Select CONTOSO\\requester on DESK-014' }));
  await person.type(screen.getByRole('searchbox', { name: 'Search devices and users' }), 'nobody like this');
  expect(await screen.findByText('No device or user matches')).toBeTruthy();
  expect((await button('Activate')).disabled).toBe(true);
});

test('the cached list stays, with its age, while it cannot be read', async () => {
  const server = consoleServer({ devices: [deviceRow(ACTIVE)] });
  const person = await openConsole(server, '/devices');
  await screen.findByText('CONTOSO\\colleague');
  server.refuse('GET /devices', 'internal');
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\colleague on DESK-014' }));
  await person.click(await button('Suspend'));
  expect(await screen.findByText(/This page shows data from/)).toBeTruthy();
  expect(screen.getByText('CONTOSO\\colleague')).toBeTruthy();
});

test('the page is in French for a person who chose French', async () => {
  localStorage.setItem('guichet.language', JSON.stringify('fr'));
  await openConsole(consoleServer({ devices: [deviceRow(WAITING)] }), '/devices');
  expect(await screen.findByRole('heading', { name: 'Appareils' })).toBeTruthy();
  expect(screen.getByText('1 utilisateur Windows attend son activation.')).toBeTruthy();
});

test('a change at the server is shown without a reload', async () => {
  const server = consoleServer();
  await openConsole(server, '/devices');
  await screen.findByText('No device has enrolled yet');
  server.data.devices = [deviceRow(WAITING)];
  server.sendEvent('devices');
  expect(await screen.findByText('CONTOSO\\requester')).toBeTruthy();
});

test('an agent that claims another identity shows old > new, and is activated only after a confirmation', async () => {
  const claims = [{ what: 'userName' as const, from: 'CONTOSO\\requester', to: 'CONTOSO\\director' }];
  const server = consoleServer({ devices: [deviceRow(agentRow({ claims }))] });
  const person = await openConsole(server, '/devices');
  const line = 'User name: CONTOSO\\requester > CONTOSO\\director';
  expect(await screen.findByText(line)).toBeTruthy();
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\requester on DESK-014' }));
  await person.click(await button('Activate'));
  const dialog = await findDialog();
  expect(dialog.getByText(line)).toBeTruthy();
  expect(server.requests('POST /agents/state')).toEqual([]);
  await person.click(dialog.getByRole('button', { name: 'Activate' }));
  expect(await screen.findByText('1 Windows user activated.')).toBeTruthy();
});

test('a second agent of a Windows user says that it would replace the first', async () => {
  const second = agentRow({ replaces: true });
  const person = await openConsole(consoleServer({ devices: [deviceRow(ACTIVE, second)] }), '/devices');
  expect(await screen.findByText(/already has an agent on this device/)).toBeTruthy();
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\requester on DESK-014' }));
  await person.click(await button('Activate'));
  expect((await findDialog()).getByText(/Activating this one retires/)).toBeTruthy();
});

test('agents left out by an act on the whole organisation are counted', async () => {
  const server = consoleServer({ devices: [deviceRow(WAITING)], undecided: 2 });
  const person = await openConsole(server, '/devices');
  await person.click(await button('Whole organisation'));
  await person.click(await screen.findByRole('menuitem', { name: 'Activate all of Contoso' }));
  await person.click((await findDialog()).getByRole('button', { name: 'Activate' }));
  expect(await screen.findByText(/2 were left as they are/)).toBeTruthy();
});

test('a new device name is accepted by itself', async () => {
  const claims = [{ what: 'hostname' as const, from: 'DESK-014', to: 'DESK-015' }];
  const server = consoleServer({ devices: [deviceRow({ ...ACTIVE, claims })] });
  const person = await openConsole(server, '/devices');
  expect(await screen.findByText('Device name: DESK-014 > DESK-015')).toBeTruthy();
  await person.click(screen.getByRole('checkbox', { name: 'Select CONTOSO\\colleague on DESK-014' }));
  await person.click(await button('Accept name'));
  const selection = { agentIds: [ACTIVE.id], revisions: { [ACTIVE.id]: ACTIVE.revision } };
  await expect
    .poll(() => server.requests('POST /agents/state')[0]?.body)
    .toEqual({ act: 'accept-name', selection });
});

const MANY = Array.from({ length: 5 }, (_, index) =>
  deviceRow(agentRow({ id: idOf(100 + index), userName: `CONTOSO\\user${index}` })),
).map((device, index) => ({ ...device, id: idOf(200 + index), hostname: `DESK-${index}` }));

test('further devices are fetched page after page', async () => {
  const person = await openConsole(consoleServer({ devices: MANY }), '/devices');
  expect(await screen.findByText('DESK-1')).toBeTruthy();
  expect(screen.queryByText('DESK-2')).toBeNull();
  await person.click(await button('Show more'));
  expect(await screen.findByText('DESK-3')).toBeTruthy();
  await person.click(await button('Show more'));
  expect(await screen.findByText('DESK-4')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test('all that match are activated, also those beyond the page', async () => {
  const server = consoleServer({ devices: MANY });
  const person = await openConsole(server, '/devices');
  await person.type(await screen.findByRole('searchbox', { name: 'Search devices and users' }), 'DESK');
  await person.click(await button('All that match'));
  await person.click(await screen.findByRole('menuitem', { name: 'Activate all that match' }));
  const dialog = await findDialog();
  expect(dialog.getByText(/5 Windows users will be activated: 5 waiting\./)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Activate' }));
  expect(await screen.findByText('5 Windows users activated.')).toBeTruthy();
  const matching = { organisationId: CONTOSO.id, search: 'DESK' };
  expect(server.requests('POST /agents/state').map(({ body }) => body)).toEqual([
    { act: 'activate', selection: { matching } },
  ]);
});

test('the states are counted on the server, and one of them is shown alone', async () => {
  const active = { ...deviceRow(ACTIVE), id: idOf(300), hostname: 'DESK-9' };
  const person = await openConsole(consoleServer({ devices: [...MANY, active] }), '/devices');
  await person.click(await screen.findByRole('combobox', { name: 'State' }));
  expect(await screen.findByRole('option', { name: /Waiting \(5\)/ })).toBeTruthy();
  await person.click(await screen.findByRole('option', { name: /Active \(1\)/ }));
  expect(await screen.findByText('DESK-9')).toBeTruthy();
  expect(screen.queryByText('DESK-0')).toBeNull();
});

test('a cloned computer says on request which others there are, and what to do', async () => {
  const clones = ['LAB-02', 'LAB-03', 'LAB-04', 'LAB-05'];
  const device = { ...deviceRow(ACTIVE), clones };
  const person = await openConsole(consoleServer({ devices: [device] }), '/devices');
  await person.click(await button('Cloned: what this means for DESK-014'));
  expect(
    await screen.findByText(/^4 other computers .* as DESK-014: LAB-02, LAB-03, LAB-04 and 1 more\./),
  ).toBeTruthy();
  expect(screen.getByText(/nothing needs to be done for Guichet/)).toBeTruthy();
  expect(screen.queryByText('Copied')).toBeNull();
});

test('one agent on two computers is marked with its user', async () => {
  const device = deviceRow({ ...ACTIVE, copies: ['LAB-01', 'LAB-02'] });
  const person = await openConsole(consoleServer({ devices: [device] }), '/devices');
  await person.click(await button('Copied: what this means for DESK-014'));
  expect(await screen.findByText(/call as one agent: LAB-01, LAB-02\./)).toBeTruthy();
  expect(screen.queryByText('Cloned')).toBeNull();
});
