// Mails that wait for a technician: the way to them, what is shown of them, and the three decisions.
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { CONTOSO, consoleServer, heldMail, idOf } from '../../../fakes/console-server.ts';

const named = (name: string | RegExp) => ({ name, hidden: true });
const SENT = `POST /held-mails/${idOf(70)}`;

async function choose(act: string, server = consoleServer({ heldMails: [heldMail()] })) {
  const person = await openConsole(server, '/held-mails');
  await person.click(await screen.findByRole('button', { name: `${act}: Nothing prints` }));
  return { server, person, dialog: await findDialog(), sent: () => server.requests(SENT).at(-1)?.body };
}

test('the page of tickets leads to them while some wait, and their page back', async () => {
  const server = consoleServer({ heldMails: [heldMail(), heldMail({ id: idOf(71) })] });
  const person = await openConsole(server, '/tickets');
  await person.click(await screen.findByRole('link', { name: 'Held mails (2)' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Held mails' })).toBeTruthy();
  // and back
  await person.click(within(screen.getByRole('main')).getByRole('link', { name: 'Tickets' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Tickets' })).toBeTruthy();
});

test('the page of tickets says nothing while none waits, and the page of mails what would be there', async () => {
  await openConsole(consoleServer(), '/tickets');
  expect(await screen.findByText('No open tickets')).toBeTruthy();
  expect(screen.queryByRole('link', { name: /Held mails/ })).toBeNull();
});

test('an empty page says what would be there', async () => {
  await openConsole(consoleServer(), '/held-mails');
  expect(await screen.findByText('No mail waits')).toBeTruthy();
});

test('a mail shows sender, reason, ticket, files, and a long text folded', async () => {
  const mail = heldMail({
    reason: 'not-participant',
    ticketNumber: 'R-000007',
    text: `${'Words. '.repeat(200)}The end.`,
    files: [{ name: 'a.png', mediaType: 'image/png', size: 1200 }],
    leftOut: ['b.exe (no)'],
  });
  await openConsole(consoleServer({ heldMails: [mail] }), '/held-mails');
  for (const text of ['Eve <eve@elsewhere.example>', 'Not on the ticket', 'Answers R-000007'])
    expect(await screen.findByText(text)).toBeTruthy();
  const file = screen.getByRole('link', { name: 'a.png (1.2 kB)' });
  expect(file.getAttribute('href')).toBe(`/v1/console/held-mails/${mail.id}/files/0`);
  expect(file.getAttribute('download')).toBe('a.png');
  expect(screen.getByText('Files left out: b.exe (no)')).toBeTruthy();
  expect(screen.getByText('The whole mail').closest('details')?.textContent).toContain('The end.');
});

test('becomes a ticket of the organisation, which need not be chosen where there is one', async () => {
  const { person, dialog, sent } = await choose('Make a ticket');
  await person.click(dialog.getByRole('button', named('Make a ticket')));
  expect(await screen.findByText('The mail is a ticket now.')).toBeTruthy();
  expect(sent()).toEqual({ act: 'ticket', organisationId: CONTOSO.id });
  expect(await screen.findByText('No mail waits')).toBeTruthy();
});

test('needs an organisation where there are several', async () => {
  const organisations = [CONTOSO, { ...CONTOSO, id: idOf(8), name: 'Fabrikam' }];
  const server = consoleServer({ heldMails: [heldMail()], organisations });
  const { person, dialog, sent } = await choose('Make a ticket', server);
  await person.click(dialog.getByRole('button', named('Make a ticket')));
  expect(dialog.getByText('Choose the organisation.')).toBeTruthy();
  expect(sent()).toBeUndefined();
});

test('is added to a ticket whose number is typed', async () => {
  const { person, dialog, sent } = await choose('Add to a ticket');
  await person.click(dialog.getByRole('button', named('Add to a ticket')));
  expect(dialog.getByText('Type the number.')).toBeTruthy();
  const number = dialog.getByRole('textbox', named(/Number of the ticket/));
  fireEvent.change(number, { target: { value: 'R-000007' } });
  await person.click(dialog.getByRole('button', named('Add to a ticket')));
  expect(await screen.findByText('Added to the ticket.')).toBeTruthy();
  expect(sent()).toEqual({ act: 'comment', ticketNumber: 'R-000007', addSender: false });
});

test('makes its sender a contact where that is chosen, which says who that is', async () => {
  const { person, dialog, sent } = await choose('Add to a ticket');
  const number = dialog.getByRole('textbox', named(/Number of the ticket/));
  fireEvent.change(number, { target: { value: 'R-000007' } });
  await person.click(dialog.getByRole('checkbox', named(/make eve@elsewhere.example a contact/)));
  await person.click(dialog.getByRole('button', named('Add to a ticket')));
  expect(await screen.findByText('Added to the ticket.')).toBeTruthy();
  expect(sent()).toEqual({ act: 'comment', ticketNumber: 'R-000007', addSender: true });
});

test('is refused without a word, unless its sender is to be told', async () => {
  const { person, dialog, sent } = await choose('Refuse');
  await person.click(dialog.getByRole('checkbox', named(/Tell eve@elsewhere.example/)));
  await person.click(dialog.getByRole('button', named('Refuse')));
  expect(await screen.findByText('Mail refused.')).toBeTruthy();
  expect(sent()).toEqual({ act: 'refuse', answer: true });
});

test('a mail without one address says so, and is added to a ticket or refused', async () => {
  const mail = heldMail({ reason: 'no-address', from: '', name: 'Scanner <scanner@copier>' });
  await openConsole(consoleServer({ heldMails: [mail] }), '/held-mails');
  for (const text of ['Scanner <scanner@copier>', 'No address'])
    expect(await screen.findByText(text)).toBeTruthy();
  const acts = screen
    .getAllByRole('button', { name: /: Nothing prints$/ })
    .map(({ textContent }) => textContent);
  expect(acts).toEqual(['Refuse', 'Add to a ticket']);
});
