// The own passkeys on the account page, and the dialog that asks again who one is.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { CODE, consoleServer, idOf, PASSWORD } from '../../../fakes/console-server.ts';
import { plugInDevice } from '../../../fakes/passkey-device.ts';

const HERE = { passkeys: { origin: window.location.origin }, provider: null };
const LAPTOP = { id: idOf(75), name: 'Laptop', createdAt: '2026-01-31T09:45:00.000Z', lastUsedAt: null };

afterEach(() => vi.unstubAllGlobals());

type Opened = Parameters<typeof consoleServer>[0];
async function open(data: Opened = {}) {
  const device = plugInDevice();
  const server = consoleServer({ ways: HERE, ...data });
  await openConsole(server, '/account');
  const section = within(await screen.findByRole('region', { name: 'Passkeys' }));
  return { server, device, section };
}

const shown = async (title: string) =>
  within(await screen.findByRole('dialog', { name: title, hidden: true }, { timeout: 5000 }));
const fill = (dialog: ReturnType<typeof within>, label: string, value: string) =>
  fireEvent.change(dialog.getByLabelText(label), { target: { value } });
const press = (dialog: ReturnType<typeof within>, name: string) =>
  fireEvent.click(dialog.getByRole('button', { name, hidden: true }));

async function add(section: ReturnType<typeof within>, name: string) {
  fireEvent.click(await section.findByRole('button', { name: 'Add' }));
  const dialog = await shown('Add a passkey');
  fill(dialog, 'Name', name);
  press(dialog, 'Add');
  return dialog;
}

test('a passkey is added under its name once the password was given, and the name is not typed again', async () => {
  const { server, device, section } = await open({ isProofNeeded: true });
  await add(section, 'Office laptop');
  const proof = await shown('Confirm that it is you');
  expect(device.asked).toEqual([]);
  fill(proof, 'Password', PASSWORD);
  press(proof, 'Confirm');
  expect(await section.findByText('Office laptop')).toBeTruthy();
  expect(device.asked).toEqual(['create']);
  expect(server.requests('POST /account/passkeys')[0]?.body).toMatchObject({
    name: 'Office laptop',
    id: 'made',
  });
  expect(server.requests('POST /session/proof')[0]?.body).toEqual({ password: PASSWORD, code: null });
});

test('whoever does not prove who they are changes nothing, and reads why', async () => {
  const { server, section } = await open({ isProofNeeded: true });
  const dialog = await add(section, 'Office laptop');
  press(await shown('Confirm that it is you'), 'Cancel');
  expect(await dialog.findByText(/This needs a new proof that it is you/)).toBeTruthy();
  expect(server.requests('POST /account/passkeys')).toEqual([]);
});

test('a wrong password keeps the question open', async () => {
  const { server, section } = await open({ isProofNeeded: true });
  await add(section, 'Office laptop');
  const proof = await shown('Confirm that it is you');
  press(proof, 'Confirm');
  expect(await proof.findByText('Write your password.')).toBeTruthy();
  fill(proof, 'Password', 'a guess');
  press(proof, 'Confirm');
  expect(await proof.findByText(/This is not your current password/)).toBeTruthy();
  expect(server.data.passkeys).toEqual([]);
});

test('the code of a second factor is asked for too, or a passkey proves it', async () => {
  const secondFactorSince = '2026-01-31T09:45:00.000Z';
  const { server, device, section } = await open({
    ...{ isProofNeeded: true, passkeys: [LAPTOP], secondFactorSince },
  });
  await add(section, 'Phone');
  const proof = await shown('Confirm that it is you');
  fill(proof, 'Password', PASSWORD);
  press(proof, 'Confirm');
  expect(await proof.findByText('Write the code.')).toBeTruthy();
  fill(proof, 'Code', CODE);
  press(proof, 'Use a passkey');
  expect(await section.findByText('Phone')).toBeTruthy();
  expect(device.asked).toEqual(['get', 'create']);
  expect(server.requests('POST /session/proof')).toEqual([]);
});

test('a question of the browser that is closed adds nothing and can be asked again', async () => {
  const { server, device, section } = await open();
  device.saysYes = false;
  const dialog = await add(section, 'Phone');
  expect(await dialog.findByText(/No passkey was used/)).toBeTruthy();
  device.saysYes = true;
  device.isKnown = true;
  press(dialog, 'Add');
  expect(await dialog.findByText(/has a passkey of this device already/)).toBeTruthy();
  expect(server.data.passkeys).toEqual([]);
  device.isKnown = false;
  press(dialog, 'Add');
  expect(await section.findByText('Phone')).toBeTruthy();
});

test('a passkey is renamed and removed', async () => {
  const { server, section } = await open({ passkeys: [LAPTOP] });
  fireEvent.click(await section.findByRole('button', { name: 'Rename Laptop' }));
  const renaming = await shown('Rename Laptop');
  fill(renaming, 'Name', '');
  press(renaming, 'Rename');
  expect(await renaming.findByText(/Write a name/)).toBeTruthy();
  fill(renaming, 'Name', 'Old laptop');
  press(renaming, 'Rename');
  const remove = await section.findByRole('button', { name: 'Remove Old laptop', hidden: true });
  expect(section.getByText(/Never used/)).toBeTruthy();
  fireEvent.click(remove);
  press(await shown('Remove the passkey Old laptop?'), 'Remove');
  await waitFor(() => expect(server.data.passkeys).toEqual([]));
  expect(await section.findByText('None yet.')).toBeTruthy();
});

test.each([
  [{ passkeys: { obstacle: 'no-address' }, provider: null }, /the public address of the server is not set/],
  [{ passkeys: { obstacle: 'plain-http' }, provider: null }, /is not https/],
  [{ passkeys: { obstacle: 'no-name' }, provider: null }, /is a number/],
  [
    { passkeys: { origin: 'https://help.example.org' }, provider: null },
    /this page was opened at another one/,
  ],
] as const)('where no passkey can be used, the page says why: %j', async (ways, why) => {
  const { section } = await open({ ways });
  expect(await section.findByText(why)).toBeTruthy();
  expect(section.queryByRole('button', { name: 'Add' })).toBeNull();
});
