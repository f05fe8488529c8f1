// The page of an approval's link.
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer } from '../../../fakes/console-server.ts';

const SENT = 'POST /approval/decision';

async function openLink() {
  const server = consoleServer({ staff: null });
  const person = await openConsole(server, '/approval', { linkToken: 'token' });
  return { server, person };
}

test('shows what is asked, and asks once more before it decides', async () => {
  const { server, person } = await openLink();
  expect(await screen.findByText('R-000007 · A laptop')).toBeTruthy();
  expect(screen.getByText('For the new colleague.')).toBeTruthy();
  expect(screen.getByText(/A requester \(requester@example.org\) · Contoso/)).toBeTruthy();
  expect(screen.getByText('Equipment > Computers > A new one')).toBeTruthy();
  expect(screen.getByText('40,000 €')).toBeTruthy();
  const file = screen.getByRole('link', { name: /quote\.pdf \(48.2 kB\)/ });
  expect(file.getAttribute('href')).toBe('https://desk.example.org/files/x');
  await person.click(screen.getByRole('button', { name: 'Approve' }));
  expect(await screen.findByText('Approve this request?')).toBeTruthy();
  expect(server.requests(SENT)).toEqual([]);
  await person.click(screen.getByRole('button', { name: 'Cancel' }));
  await person.click(await screen.findByRole('button', { name: 'Reject' }));
  fireEvent.change(await screen.findByLabelText('Reason (optional)'), {
    target: { value: 'Too expensive.' },
  });
  await person.click(screen.getByRole('button', { name: 'Yes, reject' }));
  expect(await screen.findByText(/You have rejected it/)).toBeTruthy();
  expect(server.requests(SENT).map(({ body }) => body)).toEqual([
    { token: 'token', decision: 'reject', reason: 'Too expensive.', asked: 'the-mark' },
  ]);
});

test('a decision that was too late says so, and the question stays', async () => {
  const { server, person } = await openLink();
  server.refuse(SENT, 'approval-link-invalid');
  await person.click(await screen.findByRole('button', { name: 'Approve' }));
  await person.click(await screen.findByRole('button', { name: 'Yes, approve' }));
  expect(await screen.findByText(/This link is no longer valid/)).toBeTruthy();
});

test('a link that is over, and one without its token, say what to do', async () => {
  const server = consoleServer({ staff: null });
  server.refuse('POST /approval', 'approval-link-invalid');
  await openConsole(server, '/approval', { linkToken: 'token' });
  expect(await screen.findByText(/somebody has decided, another person is asked now/)).toBeTruthy();
  // an approver has no account here
  expect(screen.queryByRole('link', { name: 'Sign in' })).toBeNull();
});

test('a link without its token says what is missing', async () => {
  await openConsole(consoleServer({ staff: null }), '/approval');
  expect(await screen.findByText(/needs the whole link of the mail/)).toBeTruthy();
});
