// The page of releases: the state of each, who is offered it, and the actions it allows.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Release } from '../../../../contract/releases.ts';
import { openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, releaseOf } from '../../../fakes/console-server.ts';

async function card(changed: Partial<Release>) {
  const server = consoleServer({ releases: [releaseOf(changed)], organisations: [CONTOSO] });
  const person = await openConsole(server, '/updates');
  const heading = await screen.findByRole('heading', { name: changed.version ?? '1.2.0' });
  return { server, person, own: within(heading.closest('li') as HTMLElement) };
}

const buttons = (own: { getAllByRole(role: string): HTMLElement[] }) =>
  own.getAllByRole('button').map(({ textContent }) => textContent);

test('an empty page says how to add a release', async () => {
  await openConsole(consoleServer(), '/updates');
  expect(await screen.findByText('No releases yet')).toBeTruthy();
});

test('an incomplete release names its missing files, and can only be completed or removed', async () => {
  const files = [
    { name: 'Guichet Setup 1.2.0.exe', size: 10, received: false, optional: false },
    { name: 'Guichet Setup 1.2.0.exe.blockmap', size: null, received: false, optional: true },
  ];
  const { own } = await card({ complete: false, paused: true, files });
  expect(own.getByText('Incomplete')).toBeTruthy();
  expect(own.getByText('Missing: Guichet Setup 1.2.0.exe')).toBeTruthy();
  expect(buttons(own)).toEqual(['Send files', 'Remove']);
});

test('a paused release can be offered or removed', async () => {
  const { own } = await card({ paused: true });
  expect(own.getByText('Paused')).toBeTruthy();
  expect(buttons(own)).toEqual(['Offer', 'Remove']);
});

test('an offered release shows how many agents are offered it and run it, and cannot be removed before it is paused', async () => {
  const { own } = await card({ percentage: 20, offered: 4, running: 1 });
  expect(own.getByText('Offered to 20%')).toBeTruthy();
  expect(own.getByText('For 4 of 5 agents')).toBeTruthy();
  expect(own.getByRole('progressbar', { name: '1 of 5 agents runs it' })).toBeTruthy();
  expect(buttons(own)).toEqual(['Pause', 'Change']);
});

test('a release for some organisations names them', async () => {
  const { own } = await card({ organisationIds: [CONTOSO.id], channel: 'beta', replacesPaused: true });
  for (const text of ['Contoso', 'Channel beta', 'First for agents that run a paused release'])
    expect(await own.findByText(text)).toBeTruthy();
});

test('pausing needs no confirmation, and a refusal is reported', async () => {
  const { server, person, own } = await card({});
  server.refuse(`PUT /releases/${releaseOf().id}/stage`, 'administrator-only');
  await person.click(own.getByRole('button', { name: 'Pause 1.2.0' }));
  expect(await screen.findByText(/Only an administrator may do this. Nothing was changed./)).toBeTruthy();
  expect(own.getByText('Offered to 20%')).toBeTruthy();
});

test('the page is in French for a person who chose French', async () => {
  localStorage.setItem('guichet.language', JSON.stringify('fr'));
  const { own } = await card({ paused: true });
  expect(own.getByText('En pause')).toBeTruthy();
});
