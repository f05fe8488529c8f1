// The sign-in of an organisation: how it is set up, tested, and removed again.
import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, TECHNICIAN } from '../../../fakes/console-server.ts';

const ISSUER = 'https://id.contoso.example';
const SIGN_IN = {
  issuer: ISSUER,
  clientId: 'guichet',
  addressClaim: 'email',
  acceptsUnverified: false,
  hasSecret: true,
} as const;
const withSignIn = () => consoleServer({ organisations: [{ ...CONTOSO, signIn: SIGN_IN }] });
const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name });

async function openView(server: ReturnType<typeof consoleServer>) {
  const person = await openConsole(server, '/devices');
  await person.click(await screen.findByRole('tab', { name: 'Sign-in' }));
  return person;
}

test('an organisation without a provider says that tokens are mailed, and is set up', async () => {
  const server = consoleServer();
  const person = await openView(server);
  expect(await screen.findByText(/with a token that is mailed to it/)).toBeTruthy();
  await person.click(await button('Set up sign-in'));
  const dialog = await findDialog();
  expect(dialog.getByDisplayValue('http://127.0.0.1/sign-in')).toBeTruthy();
  await person.type(dialog.getByRole('textbox', { name: /^Issuer/ }), ISSUER);
  await person.type(dialog.getByRole('textbox', { name: /^Client id/ }), 'guichet');
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText(/Agents that were confirmed before stay so/)).toBeTruthy();
  expect(server.requests(`PUT /organisations/${CONTOSO.id}/sign-in`)[0]?.body).toEqual({
    issuer: ISSUER,
    clientId: 'guichet',
    addressClaim: 'email',
    acceptsUnverified: false,
  });
});

test('an address without https, or no client id, is refused at its field and not sent', async () => {
  const server = consoleServer();
  const person = await openView(server);
  await person.click(await button('Set up sign-in'));
  const dialog = await findDialog();
  await person.type(dialog.getByRole('textbox', { name: /^Issuer/ }), 'http://id.contoso.example');
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  expect(await dialog.findByText('Write the address of one provider, beginning with https://.')).toBeTruthy();
  expect(dialog.getByText('Write the client id that the provider shows.')).toBeTruthy();
  expect(server.requests(/^PUT/)).toEqual([]);
});

test('the test says in words what is wrong, before anything is saved', async () => {
  const problem = { en: 'The document is that of another issuer.', fr: 'Autre émetteur.' };
  const server = withSignIn();
  server.data.signInChecks = [
    { name: 'document', problem: null },
    { name: 'issuer', problem },
  ];
  const person = await openView(server);
  await person.click(await button('Change sign-in'));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', { name: 'Test' }));
  expect(await dialog.findByText(problem.en)).toBeTruthy();
  expect(dialog.getByText('1 thing is missing.')).toBeTruthy();
  expect(server.requests('POST /sign-in-tests')[0]?.body).toEqual({ issuer: ISSUER });
  expect(server.requests(/^PUT/)).toEqual([]);
});

test('a stored client secret is never shown, and stays when nothing is typed', async () => {
  const server = withSignIn();
  const person = await openView(server);
  expect(await screen.findByText('Stored')).toBeTruthy();
  await person.click(await button('Change sign-in'));
  const dialog = await findDialog();
  expect(dialog.getByLabelText<HTMLInputElement>(/^Client secret/).value).toBe('');
  await person.click(dialog.getByRole('button', { name: 'Save' }));
  await expect.poll(() => server.requests(/^PUT/)).toHaveLength(1);
  expect(server.requests(/^PUT/)[0]?.body).not.toHaveProperty('clientSecret');
});

test('returning to tokens asks first, and says that confirmed addresses stay so', async () => {
  const server = withSignIn();
  const person = await openView(server);
  await person.click(await button('Return to tokens'));
  const dialog = await findDialog();
  expect(dialog.getByText(/Addresses that are confirmed already stay so/)).toBeTruthy();
  await person.click(dialog.getByRole('button', { name: 'Return to tokens' }));
  expect(await screen.findByText(/with a token that is mailed to it/)).toBeTruthy();
});

test('a technician sees the provider and may not change it', async () => {
  await openView(consoleServer({ staff: TECHNICIAN, organisations: [{ ...CONTOSO, signIn: SIGN_IN }] }));
  expect(await screen.findByText(ISSUER)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Change sign-in' })).toBeNull();
});
