// The page Status: how the server is, and what waits for each backend.
import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, STATUS, TECHNICIAN } from '../../../fakes/console-server.ts';

test('the page shows version, memory, streams and the queue of each backend', async () => {
  const idle = {
    id: 'built-in' as const,
    name: 'Idle desk',
    waiting: 0,
    sending: 1,
    parked: 0,
    lagSeconds: 0,
  };
  const status = {
    ...STATUS,
    backends: [...STATUS.backends, { ...idle, id: '019c1234-5678-7abc-9def-000000000009' }],
  };
  await openConsole(consoleServer({ status }), '/status');
  expect(await screen.findByText('0.2.0, on Node 24.21.0')).toBeTruthy();
  for (const text of [
    'Ready, the database answers in 1 ms',
    '182 MB',
    '5.4 MB',
    '2 deliveries waiting or being sent',
  ])
    expect(screen.getByText(text)).toBeTruthy();
  const rows = within(screen.getByRole('table', { name: 'Deliveries by backend' })).getAllByRole('row');
  const cells = rows.slice(1).map((row) =>
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent),
  );
  expect(cells).toEqual([
    ['Built-in desk', '2', '5 minutes', '0', '1'],
    ['Idle desk', '0', '–', '1', '0'],
  ]);
});

test('a technician is not offered the page', async () => {
  await openConsole(consoleServer({ staff: TECHNICIAN }), '/status');
  expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Status' })).toBeNull();
});
