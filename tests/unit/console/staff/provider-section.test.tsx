// The identity provider of the staff, as administrators set it on the page Staff.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer } from '../../../fakes/console-server.ts';

const PROVIDER = {
  ...{ label: 'Sign in with Contoso', issuer: 'https://id.example.org', clientId: 'guichet' },
  ...{ groupsClaim: 'groups', administratorGroups: ['bosses'], technicianGroups: [], hasSecret: true },
};

type Opened = Parameters<typeof consoleServer>[0];
async function open(data: Opened = {}) {
  const server = consoleServer(data);
  await openConsole(server, '/staff');
  const section = within(await screen.findByRole('region', { name: 'Sign-in with an identity provider' }));
  return { server, section };
}

const shown = async (name: string) => within(await screen.findByRole('dialog', { name, hidden: true }));
const press = (dialog: ReturnType<typeof within>, name: string) =>
  fireEvent.click(dialog.getByRole('button', { name, hidden: true }));
const fill = (dialog: ReturnType<typeof within>, label: RegExp, value: string) =>
  fireEvent.change(dialog.getByLabelText(label), { target: { value } });

test('a provider is set with its groups, one a line, and what is missing is said at its field', async () => {
  const { server, section } = await open();
  fireEvent.click(await section.findByRole('button', { name: 'Set up sign-in' }));
  const dialog = await shown('Sign-in with an identity provider');
  expect(dialog.getByDisplayValue('http://console.example/signin/provider')).toBeTruthy();
  press(dialog, 'Save');
  expect(await dialog.findByText(/Write the address of one provider/)).toBeTruthy();
  expect(dialog.getByText(/Write what the button says/)).toBeTruthy();
  fill(dialog, /^Issuer/, 'https://id.example.org/.well-known/openid-configuration');
  fill(dialog, /^Client id/, 'guichet');
  fill(dialog, /^Client secret/, 'a secret');
  fill(dialog, /^Label of the button/, 'Sign in with Contoso');
  press(dialog, 'Save');
  expect(await dialog.findByText(/Write at least one group/)).toBeTruthy();
  fill(dialog, /^Groups of technicians/, ' desk\n\nnight desk ');
  press(dialog, 'Save');
  expect(await section.findByText('desk, night desk')).toBeTruthy();
  expect(server.requests('PUT /staff-provider')[0]?.body).toEqual({
    ...{ label: 'Sign in with Contoso', issuer: 'https://id.example.org', clientId: 'guichet' },
    ...{ groupsClaim: 'groups', administratorGroups: [], technicianGroups: ['desk', 'night desk'] },
    clientSecret: 'a secret',
  });
});

test('a change keeps the stored secret, and the issuer can be tested before', async () => {
  const { server, section } = await open({ provider: PROVIDER });
  fireEvent.click(await section.findByRole('button', { name: 'Change sign-in' }));
  const dialog = await shown('Sign-in with an identity provider');
  press(dialog, 'Test');
  expect(await dialog.findByText(/The provider can be used/)).toBeTruthy();
  fill(dialog, /^Claim that names the groups/, 'roles');
  press(dialog, 'Save');
  await waitFor(() => expect(server.data.provider?.groupsClaim).toBe('roles'));
  expect(server.requests('PUT /staff-provider')[0]?.body).not.toHaveProperty('clientSecret');
});

test('a provider is removed once it was said what that means', async () => {
  const { server, section } = await open({ provider: PROVIDER });
  fireEvent.click(await section.findByRole('button', { name: 'Remove' }));
  const dialog = await shown('Remove the sign-in with the identity provider?');
  expect(dialog.getByText(/Others cannot come in before a provider is set again/)).toBeTruthy();
  press(dialog, 'Remove');
  expect(await section.findByRole('button', { name: 'Set up sign-in', hidden: true })).toBeTruthy();
  expect(server.data.provider).toBeNull();
});
