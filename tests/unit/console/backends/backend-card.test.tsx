// The card of a backend: a sentence for each state of its health, and what else it shows.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { BackendHealth, ListedBackend } from '../../../../contract/backends.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, idOf, listedBackend, TECHNICIAN } from '../../../fakes/console-server.ts';

const AT = '2026-01-31T09:45:00.000Z';
const REFUSED = { at: AT, reason: { en: 'iTop does not accept the account.', fr: 'iTop refuse le compte.' } };
const BUILT_IN = listedBackend();

function itop(health: Partial<BackendHealth> = {}): ListedBackend {
  return listedBackend({
    id: idOf(70),
    name: 'School iTop',
    kind: 'itop',
    settings: null,
    capabilities: { ...BUILT_IN.capabilities, changes: true },
    health,
  });
}

async function card(health: Partial<BackendHealth>): Promise<string> {
  await openConsole(consoleServer({ backends: [BUILT_IN, itop(health)] }), '/backends');
  const heading = await screen.findByRole('heading', { name: 'School iTop' });
  return heading.closest('li')?.textContent ?? '';
}

test.each<[string, Partial<BackendHealth>, string]>([
  ['nothing is wrong', { polledAt: AT }, 'All is well'],
  ['its breaker is open', { breaker: 'open', retryAt: AT, lastFailure: REFUSED }, 'Paused, next attempt'],
  ['its breaker is half-open', { breaker: 'half-open', lastFailure: REFUSED }, 'Being tried again'],
  ['deliveries wait', { waiting: 3, lagSeconds: 300 }, '3 waiting, the oldest for 5 minutes'],
  ['a delivery is parked', { parked: 1 }, '1 delivery parked'],
  [
    'a delivery fails while others wait',
    { waiting: 1, lagSeconds: 90, lastFailure: REFUSED },
    'Guichet keeps trying. Last failure',
  ],
  ['its changes cannot be polled', { lastFailure: REFUSED }, 'Changes cannot be read, last attempt'],
  ['numbers are late', { overdueNumbers: 2 }, '2 requests were sent and their numbers have not arrived'],
  ['a change was left out', { leftOut: REFUSED }, 'Some changes from there were skipped'],
  ['its settings leave something open', { warning: REFUSED.reason }, 'iTop does not accept the account.'],
  [
    'another version wrote its settings',
    { unreadable: true },
    'Its settings cannot be read: another version of the server wrote them',
  ],
])('when %s, the card says so', async (_what, health, sentence) => {
  expect(await card(health)).toContain(sentence);
});

test('the reason of a failure is shown with it', async () => {
  expect(await card({ breaker: 'open', retryAt: null, lastFailure: REFUSED })).toContain(
    'Reason: iTop does not accept the account.',
  );
});

test('All is well is not shown beside another finding', async () => {
  expect(await card({ parked: 1, warning: REFUSED.reason })).not.toContain('All is well');
});

test('a backend without a route says so and links to the routes', async () => {
  await openConsole(consoleServer({ backends: [BUILT_IN, itop()] }), '/backends');
  const heading = await screen.findByRole('heading', { name: 'School iTop' });
  const own = within(heading.closest('li') as HTMLElement);
  expect((await own.findByRole('link')).getAttribute('href')).toBe('/backends?view=routing');
});

test('the built-in desk cannot be removed; it says after how many days resolved tickets close', async () => {
  const server = consoleServer({ backends: [BUILT_IN, itop()] });
  const person = await openConsole(server, '/backends');
  await screen.findByRole('heading', { name: 'School iTop' });
  expect(screen.getAllByRole('button', { name: /^Remove / })).toHaveLength(1);
  await person.click(screen.getByRole('button', { name: 'Edit Built-in desk' }));
  const dialog = await findDialog();
  // this DOM has no layout: Fluent hides a dialog after a while, as one that has lost the focus
  const days = await dialog.findByRole('textbox', {
    name: /Close resolved tickets by themselves/,
    hidden: true,
  });
  fireEvent.change(days, { target: { value: 'a week' } });
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  expect(dialog.getByText(/Type a number of days from 1 to 365/)).toBeTruthy();
  fireEvent.change(days, { target: { value: '7' } });
  await person.click(dialog.getByRole('button', { name: 'Save', hidden: true }));
  const settings = { kind: 'built-in', closeAfterDays: 7, mailbox: null };
  await expect
    .poll(() => server.requests('PUT /backends/built-in').map(({ body }) => body))
    .toEqual([{ name: 'Built-in desk', settings, secrets: {} }]);
});

test('a technician who opens the page of administrators is redirected to the devices', async () => {
  await openConsole(consoleServer({ staff: TECHNICIAN, backends: [itop()] }), '/backends');
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Backends' })).toBeNull();
});

test('the card is in French for a person who chose French', async () => {
  localStorage.setItem('guichet.language', JSON.stringify('fr'));
  expect(await card({ breaker: 'half-open', lastFailure: REFUSED })).toContain('iTop refuse le compte.');
});
