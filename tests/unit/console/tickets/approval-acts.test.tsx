// A ticket that waits for an approval: who is asked, and what staff may do.
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DeskApproval } from '../../../../contract/approvals.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket } from '../../../fakes/console-server.ts';

const MANAGER = { email: 'manager@example.org', fullName: 'A manager', hasAgent: true, hasLeft: false };
const DIRECTOR = { email: 'director@example.org', fullName: 'A director', site: null };

async function openTicket(approval: Partial<DeskApproval>) {
  const ticket = deskTicket({
    status: 'waiting_for_approval',
    approver: 'A manager',
    approval: {
      approvers: [MANAGER],
      askAgainAt: null,
      isStuck: false,
      asked: 'the-mark',
      isYours: false,
      ...approval,
    },
  });
  const server = consoleServer({ tickets: [ticket], people: [DIRECTOR] });
  const person = await openConsole(server, `/tickets/${ticket.id}`);
  await screen.findByRole('heading', { level: 1 });
  return { server, person, ticket };
}

/** This DOM has no layout: Fluent finds no field to focus, and after a while hides the dialog as one that has lost the focus. */
const named = (name: string | RegExp) => ({ name, hidden: true });

test('says who decides by mail, who has left, and when they are asked again', async () => {
  const left = { ...MANAGER, email: 'left@example.org', fullName: 'Somebody who left', hasLeft: true };
  await openTicket({
    approvers: [{ ...MANAGER, hasAgent: false }, left],
    askAgainAt: '2026-02-02T10:00:00.000Z',
  });
  expect(screen.getByText('Decides by the link of a mail')).toBeTruthy();
  expect(screen.getByText('Is no longer in the directory')).toBeTruthy();
  expect(screen.getByText(/Asked again/)).toBeTruthy();
  expect(screen.queryByText(/Asked for the last time/)).toBeNull();
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});

test('says that they were asked for the last time, or that nobody is left of them', async () => {
  await openTicket({ isStuck: true });
  expect(screen.getByText('Asked for the last time. Ask somebody else.')).toBeTruthy();
  cleanup();
  await openTicket({ approvers: [{ ...MANAGER, hasLeft: true }], isStuck: true });
  expect(screen.getByText(/Nobody is known who could decide/)).toBeTruthy();
});

test('says that nobody is known, and asks whom staff choose', async () => {
  const { server, person, ticket } = await openTicket({ approvers: [], isStuck: true });
  expect(screen.getByText(/Nobody is known who could decide/)).toBeTruthy();
  expect(screen.queryByText(/Asked again/)).toBeNull();
  await person.click(screen.getByRole('button', { name: 'Ask somebody else' }));
  const dialog = await findDialog();
  await person.click(dialog.getByRole('button', named('Ask')));
  expect(dialog.getByText('Choose who is to decide.')).toBeTruthy();
  fireEvent.change(dialog.getByRole('combobox', named('Approver')), { target: { value: 'director' } });
  await person.click(await dialog.findByRole('option', named(/A director/)));
  await person.click(dialog.getByRole('button', named('Ask')));
  await expect
    .poll(() => server.requests(`POST /tickets/${ticket.id}/approver`))
    .toMatchObject([{ body: { email: DIRECTOR.email } }]);
  expect(await screen.findByText('A director')).toBeTruthy();
});

test('an approver among the staff decides, after a question, with a reason', async () => {
  const { server, person, ticket } = await openTicket({ isYours: true });
  await person.click(screen.getByRole('button', { name: 'Reject' }));
  const dialog = await findDialog();
  fireEvent.change(dialog.getByRole('textbox', named('Reason (optional)')), {
    target: { value: 'Too many.' },
  });
  await person.click(dialog.getByRole('button', named('Reject')));
  await expect
    .poll(() => server.requests(`POST /tickets/${ticket.id}/decision`))
    .toMatchObject([{ body: { decision: 'reject', reason: 'Too many.', asked: 'the-mark' } }]);
  await expect.poll(() => screen.queryByRole('button', { name: 'Approve' })).toBeNull();
});
