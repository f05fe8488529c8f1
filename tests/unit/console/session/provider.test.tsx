// The identity provider of the staff: leaving for it, coming back, and proving with it who one is.
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeProviderAnswer } from '../../../../console/session/provider.ts';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, idOf } from '../../../fakes/console-server.ts';
import { plugInDevice } from '../../../fakes/passkey-device.ts';

const LABEL = 'Sign in with Contoso';
const PROVIDER = {
  ...{ label: LABEL, issuer: 'https://id.example.org', clientId: 'guichet', hasSecret: false },
  ...{ groupsClaim: 'groups', administratorGroups: [], technicianGroups: ['desk'] },
};
const WAYS = { passkeys: { origin: window.location.origin }, provider: LABEL };
const ANSWER = { state: 'a state', code: 'a code', issuer: 'https://id.example.org' };

beforeEach(() => sessionStorage.clear());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test.each([
  [
    '/signin/provider?code=c&state=s&iss=https://id.example.org',
    { code: 'c', state: 's', issuer: 'https://id.example.org' },
  ],
  ['/signin/provider?code=c&state=s', { code: 'c', state: 's', issuer: null }],
  ['/signin/provider?error=access_denied&state=s', 'refused'],
])('what the provider put into %s leaves the address and the history', (address, expected) => {
  const { pathname, search } = new URL(address, 'https://help.example.org');
  const replaceState = vi.fn();
  expect(takeProviderAnswer({ pathname, search }, { replaceState })).toEqual(expected);
  expect(replaceState).toHaveBeenCalledWith(null, '', '/signin/provider');
});

test.each(['/signin/provider', '/tickets?code=c&state=s'])('%s is no answer, and stays', (address) => {
  const { pathname, search } = new URL(address, 'https://help.example.org');
  const replaceState = () => expect.unreachable();
  expect(takeProviderAnswer({ pathname, search }, { replaceState })).toBeNull();
});

test('the button leaves for the provider, and whoever comes back is on the page they opened', async () => {
  const assign = vi.spyOn(window.location, 'assign').mockImplementation(() => {});
  const server = consoleServer({ staff: null, ways: WAYS });
  const person = await openConsole(server, '/tickets');
  await person.click(await screen.findByRole('button', { name: LABEL }));
  await waitFor(() => expect(assign).toHaveBeenCalledWith('https://id.example.org/authorize'));
  expect(server.requests('POST /session/provider/attempts')[0]?.body).toEqual({ purpose: 'sign-in' });
  await openConsole(server, '/signin/provider', { providerAnswer: ANSWER });
  expect(await screen.findByRole('heading', { name: 'Tickets' })).toBeTruthy();
  expect(server.requests('POST /session/provider').map(({ body }) => body)).toEqual([ANSWER]);
});

test('a page of another site is not where a sign-in ends', async () => {
  sessionStorage.setItem('guichet.return', '//evil.example');
  await openConsole(consoleServer({ staff: null }), '/signin/provider', { providerAnswer: ANSWER });
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
});

test('who stays the last administrator is told so', async () => {
  const server = consoleServer({ staff: null, staysAdministrator: true });
  await openConsole(server, '/signin/provider', { providerAnswer: ANSWER });
  expect(await screen.findByText(/You stay one, because there is no other/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the console' })).toBeTruthy();
});

test('a refusal is said, asked once, and leads to the other ways', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /session/provider', 'sign-in-no-role');
  const person = await openConsole(server, '/signin/provider', { providerAnswer: ANSWER });
  expect(await screen.findByText(/puts you in no group/)).toBeTruthy();
  fireEvent(window, new Event('focus'));
  await person.click(screen.getByRole('link', { name: 'Sign in another way' }));
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeTruthy();
  expect(server.requests('POST /session/provider')).toHaveLength(1);
});

test('whoever says no at the provider reads that nothing happened', async () => {
  const server = consoleServer({ staff: null });
  await openConsole(server, '/signin/provider', { providerAnswer: 'refused' });
  expect(await screen.findByText(/did not accept the sign-in/)).toBeTruthy();
  expect(server.requests('POST /session/provider')).toEqual([]);
});

test('an account without a password proves itself in a window of the provider, and the act goes on', async () => {
  plugInDevice();
  const opened = { location: { href: '' }, close: () => {} };
  vi.stubGlobal('open', () => opened);
  const server = consoleServer({ ways: WAYS, provider: PROVIDER, hasPassword: false, isProofNeeded: true });
  await openConsole(server, '/account');
  const section = within(await screen.findByRole('region', { name: 'Passkeys' }));
  expect(screen.getByText(/This account has no password of its own/)).toBeTruthy();
  expect(screen.queryByRole('region', { name: 'Second factor' })).toBeNull();
  fireEvent.click(await section.findByRole('button', { name: 'Add' }));
  const adding = within(await screen.findByRole('dialog', { name: 'Add a passkey', hidden: true }));
  fireEvent.change(adding.getByLabelText('Name'), { target: { value: 'Phone' } });
  fireEvent.click(adding.getByRole('button', { name: 'Add', hidden: true }));
  const proof = within(await screen.findByRole('dialog', { name: 'Confirm that it is you', hidden: true }));
  expect(proof.queryByLabelText('Password')).toBeNull();
  fireEvent.click(proof.getByRole('button', { name: LABEL, hidden: true }));
  await waitFor(() => expect(opened.location.href).toBe('https://id.example.org/authorize'));
  expect(await proof.findByText(/^Go on in the window/)).toBeTruthy();
  expect(server.requests('POST /session/provider/attempts')[0]?.body).toEqual({ purpose: 'proof' });
  // the window of the provider, once its person came back
  server.data.isProofNeeded = false;
  const channel = new BroadcastChannel('guichet-proof');
  channel.postMessage('proven');
  expect(await section.findByText('Phone')).toBeTruthy();
  channel.close();
  expect(server.data.passkeys).toMatchObject([{ id: idOf(70), name: 'Phone' }]);
});

test('a window of the provider that comes back to a signed-in person proves who they are, and closes', async () => {
  const close = vi.fn();
  vi.stubGlobal('close', close);
  const heard: unknown[] = [];
  const channel = new BroadcastChannel('guichet-proof');
  channel.onmessage = ({ data }) => heard.push(data);
  const server = consoleServer();
  await openConsole(server, '/signin/provider', { providerAnswer: ANSWER });
  expect(await screen.findByText(/Confirmed. You can close this window/)).toBeTruthy();
  expect(server.requests('POST /session/proof/provider').map(({ body }) => body)).toEqual([ANSWER]);
  await waitFor(() => expect(heard).toEqual(['proven']));
  expect(close).toHaveBeenCalled();
  channel.close();
});
