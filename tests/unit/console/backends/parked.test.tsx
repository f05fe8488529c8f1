// The page of parked deliveries: those with one backend and one reason stand together and are decided on together.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ParkedDelivery } from '../../../../contract/backends.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, idOf } from '../../../fakes/console-server.ts';

const READ_ONLY = { en: 'iTop is read-only.', fr: 'iTop est en lecture seule.' };

function parked(place: number, changes: Partial<ParkedDelivery> = {}): ParkedDelivery {
  return {
    id: idOf(place),
    ticketId: idOf(200 + place),
    number: `R-00000${place}`,
    title: `Ticket ${place}`,
    backend: 'School iTop',
    operation: 'create-ticket',
    reason: READ_ONLY,
    attempts: 3,
    since: '2026-01-31T09:45:00.000Z',
    alike: 1,
    ...changes,
  };
}

const ALONE = parked(1, { reason: { en: 'The ticket is gone.', fr: 'Le ticket n’existe plus.' } });
const MANY = [parked(2, { alike: 30 }), parked(3, { alike: 30 })];
const NAME = 'iTop is read-only. (School iTop)';

async function open(rows: ParkedDelivery[], settledAlike = { settled: 30, left: 0 }) {
  const server = consoleServer({ parked: rows, settledAlike });
  const person = await openConsole(server, '/backends?view=parked');
  const table = within(await screen.findByRole('table', { name: 'Parked' }));
  return { server, person, table };
}

test('one reason of many stands once above them, with their number', async () => {
  const { table } = await open([MANY[0] as ParkedDelivery, ALONE, MANY[1] as ParkedDelivery]);
  expect(table.getAllByText(READ_ONLY.en)).toHaveLength(1);
  expect(table.getByText('30 deliveries to School iTop')).toBeTruthy();
  expect(table.getByText('and 28 more')).toBeTruthy();
  expect(table.getByText('The ticket is gone.')).toBeTruthy();
  const titles = table.getAllByRole('link').map(({ textContent }) => textContent);
  expect(titles).toEqual(['Ticket 2', 'Ticket 3', 'Ticket 1']);
  expect(table.getAllByRole('button', { name: /^Retry all/ })).toHaveLength(1);
});

test('all with one reason are retried at once, and what is left is said', async () => {
  const { server, person, table } = await open(MANY, { settled: 2000, left: 41 });
  await person.click(table.getByRole('button', { name: `Retry all: ${NAME}` }));
  expect(await screen.findByText('2000 deliveries are sent again. 41 are left: press again.')).toBeTruthy();
  expect(server.requests(`POST /deliveries/${idOf(2)}/retry-alike`)).toHaveLength(1);
});

test('all with one reason are discarded once that is confirmed', async () => {
  const { server, person, table } = await open(MANY);
  await person.click(table.getByRole('button', { name: `Discard all: ${NAME}` }));
  const dialog = await findDialog();
  expect(dialog.getByText('Discard 30 deliveries')).toBeTruthy();
  expect(server.requests(/discard/)).toEqual([]);
  await person.click(dialog.getByRole('button', { name: 'Discard all', hidden: true }));
  expect(await screen.findByText('30 deliveries discarded. They are kept for the record.')).toBeTruthy();
  expect(server.requests(`POST /deliveries/${idOf(2)}/discard-alike`)).toHaveLength(1);
});
