// How each backend is doing, in words an administrator can act on.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { BackendHealth, ListedBackend } from '../../../../contract/backends.ts';
import { openConsole } from '../../../fakes/console-page.tsx';
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
  ['it is left alone', { breaker: 'open', retryAt: AT, lastFailure: REFUSED }, 'Left alone, next try'],
  ['it is tried again', { breaker: 'half-open', lastFailure: REFUSED }, 'Being tried again'],
  ['some wait', { waiting: 3, lagSeconds: 300 }, '3 waiting, the oldest for 5 minutes'],
  ['a delivery was given up', { parked: 1 }, '1 delivery parked'],
  [
    'one fails while some wait',
    { waiting: 1, lagSeconds: 90, lastFailure: REFUSED },
    'Guichet keeps trying. Last failure',
  ],
  [
    'what is done there is not read',
    { lastFailure: REFUSED },
    'What is done there cannot be read, last tried',
  ],
  ['numbers do not come', { numbersLate: 2 }, '2 requests were sent and their numbers have not come'],
  ['something was not taken', { leftOut: REFUSED }, 'Something from there was not taken'],
  [
    'another version wrote its settings',
    { unreadable: true },
    'Its settings cannot be read: another version of the server wrote them',
  ],
])('that %s is said', async (_what, health, sentence) => {
  expect(await card(health)).toContain(sentence);
});

test('why it failed is said with it', async () => {
  expect(await card({ breaker: 'open', retryAt: null, lastFailure: REFUSED })).toContain(
    'Because: iTop does not accept the account.',
  );
});

test('all is well is not said beside anything else', async () => {
  expect(await card({ parked: 1 })).not.toContain('All is well');
});

test('one that no route leads to says so, and the way there', async () => {
  await openConsole(consoleServer({ backends: [BUILT_IN, itop()] }), '/backends');
  const heading = await screen.findByRole('heading', { name: 'School iTop' });
  const own = within(heading.closest('li') as HTMLElement);
  expect((await own.findByRole('link')).getAttribute('href')).toBe('/backends?view=routing');
});

test('the built-in desk is neither changed nor removed', async () => {
  await openConsole(consoleServer({ backends: [BUILT_IN, itop()] }), '/backends');
  await screen.findByRole('heading', { name: 'School iTop' });
  expect(screen.getAllByRole('button', { name: /^Remove / })).toHaveLength(1);
});

test('a technician who comes to the page of administrators is led to the devices', async () => {
  await openConsole(consoleServer({ staff: TECHNICIAN, backends: [itop()] }), '/backends');
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Backends' })).toBeNull();
});

test('speaks French to who reads French', async () => {
  localStorage.setItem('guichet.language', JSON.stringify('fr'));
  expect(await card({ breaker: 'half-open', lastFailure: REFUSED })).toContain('iTop refuse le compte.');
});
