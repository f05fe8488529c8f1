// The page of a ticket: where it lives, a parked delivery, and acts that fail.
import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { TicketLink } from '../../../../contract/backends.ts';
import type { DeskTicket, TicketEvent } from '../../../../contract/console.ts';
import type { Team } from '../../../../contract/teams.ts';
import { findDialog, openConsole } from '../../../fakes/console-page.tsx';
import { consoleServer, deskTicket, idOf, memberOf } from '../../../fakes/console-server.ts';

async function openTicket(changed: Partial<DeskTicket> = {}) {
  const ticket = deskTicket(changed);
  const server = consoleServer({ tickets: [ticket] });
  const person = await openConsole(server, `/tickets/${ticket.id}`);
  await screen.findByRole('heading', { level: 1 });
  return { server, person, ticket };
}

const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name });

test('a ticket that does not exist says so', async () => {
  await openConsole(consoleServer(), `/tickets/${idOf(99)}`);
  expect(await screen.findByText(/This ticket does not exist/)).toBeTruthy();
});

describe('a ticket on another backend', () => {
  const link: TicketLink = {
    backendId: idOf(70),
    backend: 'School iTop',
    tier: 1,
    sent: true,
    number: 'R-4711',
    numberDueAt: null,
    status: 'assigned',
    backendStatus: null,
  };

  const elsewhere: NonNullable<DeskTicket['elsewhere']> = {
    acts: ['set-pending', 'resolve', 'note'],
    lacking: ['take', 'assign'],
    underWay: [],
    url: 'https://itop.example.org/pages/UI.php?id=1',
  };
  const ALL = ['take', 'assign', 'set-pending', 'resume', 'resolve', 'close', 'reopen', 'note'] as const;

  test('shows its backend and its number there, and offers what it takes from here', async () => {
    await openTicket({ links: [link], elsewhere, status: 'assigned' });
    const bar = screen.getByText(/This ticket is handled on School iTop as R-4711\. What you do here/);
    expect(bar.textContent).toContain('Done in School iTop itself: Take, Assign, Correct.');
    expect(screen.getByRole('link', { name: /Open it in School iTop/ }).getAttribute('href')).toBe(
      elsewhere.url,
    );
    for (const name of ['Set pending', 'Resolve']) expect(await button(name)).toBeTruthy();
    for (const name of ['Take', 'Assign', 'Close', 'Correct'])
      expect(screen.queryByRole('button', { name })).toBeNull();
  });

  test('offers no acts where its backend takes none, and says that replies go there', async () => {
    const taken = { ...elsewhere, acts: [], lacking: [...ALL], url: null };
    await openTicket({ links: [{ ...link, number: null }], elsewhere: taken });
    expect(screen.getByText(/^This ticket is handled on School iTop\. Your replies go there/)).toBeTruthy();
    expect(screen.queryByText(/itself:/)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
    expect(screen.queryByRole('link', { name: /Open it/ })).toBeNull();
  });

  test('says what is on its way there', async () => {
    await openTicket({ links: [link], elsewhere: { ...elsewhere, acts: ['note'], underWay: ['resolve'] } });
    expect(screen.getByText('On its way to School iTop: Resolve.')).toBeTruthy();
  });

  test('is resolved without being taken first, and without a category', async () => {
    const { server, person, ticket } = await openTicket({ links: [link], elsewhere });
    await person.click(await button('Resolve'));
    const dialog = await findDialog();
    expect(dialog.queryByText(/Nobody has taken this ticket/)).toBeNull();
    fireEvent.change(dialog.getByRole('textbox', { hidden: true }), {
      target: { value: 'A new fuser.' },
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Resolve', hidden: true }));
    await expect
      .poll(() => server.requests(`POST /tickets/${ticket.id}/resolve`).map(({ body }) => body))
      .toEqual([{ solution: 'A new fuser.' }]);
  });

  test('is made pending without a date: its backend brings it back', async () => {
    const { server, person, ticket } = await openTicket({ links: [link], elsewhere, status: 'assigned' });
    await person.click(await button('Set pending'));
    const dialog = await findDialog();
    expect(dialog.queryByRole('checkbox', { hidden: true })).toBeNull();
    fireEvent.change(dialog.getByRole('textbox', { hidden: true }), { target: { value: 'A part.' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Set pending', hidden: true }));
    await expect
      .poll(() => server.requests(`POST /tickets/${ticket.id}/set-pending`).map(({ body }) => body))
      .toEqual([{ reason: 'A part.', until: null, untilAnswer: false }]);
  });

  test('says that an internal note is seen there too', async () => {
    const { person } = await openTicket({ links: [link], elsewhere });
    await person.click(screen.getByRole('tab', { name: 'Internal note' }));
    expect(screen.getByText(/Only staff see it, here and in School iTop/)).toBeTruthy();
  });

  test('says what to do if its number is late', async () => {
    await openTicket({ links: [{ ...link, number: null, numberDueAt: '2026-01-31T10:00:00.000Z' }] });
    expect(screen.getByText('The number is overdue: check that the desk has the request.')).toBeTruthy();
  });
});

describe('a parked delivery', () => {
  const parked = {
    deliveryId: idOf(80),
    reason: { en: 'iTop does not accept the account.', fr: 'iTop refuse le compte.' },
    since: '2026-01-31T09:45:00.000Z',
  };

  test('is shown with its reason, and disappears after a retry', async () => {
    const { server, person } = await openTicket({ parked });
    expect(screen.getByText(/did not accept this ticket’s last change/).textContent).toContain(
      'iTop does not accept the account.',
    );
    await person.click(await button('Retry'));
    await expect.poll(() => screen.queryByText(/did not accept this ticket’s last change/)).toBeNull();
    expect(server.requests(`POST /deliveries/${parked.deliveryId}/retry`)).toHaveLength(1);
  });

  test('stays if the retry is refused, which is reported', async () => {
    const { server, person } = await openTicket({ parked });
    server.refuse(`POST /deliveries/${parked.deliveryId}/retry`, 'administrator-only');
    await person.click(await button('Retry'));
    expect(await screen.findByText(/Only an administrator may do this/)).toBeTruthy();
    expect(screen.getByText(/did not accept this ticket’s last change/)).toBeTruthy();
  });
});

describe('resolving', () => {
  test('requires a solution, and sends nothing without one', async () => {
    const { server, person, ticket } = await openTicket({
      status: 'assigned',
      technician: 'Desk administrator',
    });
    await person.click(await button('Resolve'));
    const dialog = await findDialog();
    await person.click(dialog.getByRole('button', { name: 'Resolve' }));
    expect(await dialog.findByText('Write what solved it.')).toBeTruthy();
    expect(server.requests(`POST /tickets/${ticket.id}/resolve`)).toEqual([]);
    await person.type(dialog.getByRole('textbox', { name: 'Solution' }), 'Changed the lamp.');
    await person.click(dialog.getByRole('button', { name: 'Resolve' }));
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    expect(server.data.tickets[0]).toMatchObject({ status: 'resolved', solution: 'Changed the lamp.' });
  });

  test('an unassigned ticket is taken first, and the typed solution stays', async () => {
    const { person } = await openTicket();
    await person.click(await button('Resolve'));
    const dialog = await findDialog();
    await person.type(dialog.getByRole('textbox', { name: 'Solution' }), 'Changed the lamp.');
    expect(dialog.getByText(/Nobody has taken this ticket. Take it first/)).toBeTruthy();
    await person.click(dialog.getByRole('button', { name: 'Take' }));
    await expect.poll(() => dialog.queryByText(/Nobody has taken this ticket/)).toBeNull();
    expect(dialog.getByRole<HTMLTextAreaElement>('textbox', { name: 'Solution' }).value).toBe(
      'Changed the lamp.',
    );
  });
});

describe('a pending ticket', () => {
  const mine = { status: 'assigned', technician: 'Desk administrator' } as const;

  test('needs a reason, and a date that is to come', async () => {
    const { server, person, ticket } = await openTicket(mine);
    await person.click(await button('Set pending'));
    const dialog = await findDialog();
    const until = dialog.getByLabelText('On this date');
    fireEvent.change(until, { target: { value: '2020-01-31T09:30' } });
    await person.click(dialog.getByRole('button', { name: 'Set pending' }));
    expect(await dialog.findByText('Say what the ticket waits for.')).toBeTruthy();
    expect(dialog.getByText('Choose a date in the future.')).toBeTruthy();
    expect(server.requests(`POST /tickets/${ticket.id}/set-pending`)).toEqual([]);
    await person.type(dialog.getByRole('textbox', { name: 'Reason' }), 'A part is ordered.');
    fireEvent.change(until, { target: { value: '' } });
    await person.click(dialog.getByRole('button', { name: 'Set pending' }));
    await expect.poll(() => screen.queryByRole('dialog')).toBeNull();
    const pending = { reason: 'A part is ordered.', until: null, untilAnswer: true };
    expect(server.data.tickets[0]).toMatchObject({ status: 'pending', pending });
  });

  test('shows what it waits for, and is resumed', async () => {
    const pending = { reason: 'A part is ordered.', until: '2036-01-31T09:45:00.000Z', untilAnswer: true };
    const { server, person } = await openTicket({ ...mine, status: 'pending', pending });
    expect(screen.getByText('A part is ordered.')).toBeTruthy();
    expect(screen.getByText(/^Comes back$/, { ignore: 'time' }).textContent).toMatch(
      /^Comes back in \d+ years$/,
    );
    expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
    await person.click(await button('Resume'));
    await expect.poll(() => server.data.tickets[0]?.status).toBe('assigned');
  });
});

describe('assigning', () => {
  const nadia = { id: idOf(70), fullName: 'Nadia Haddad', openTickets: 3, organisationIds: null };
  const print: Team = {
    ...{ id: idOf(90), name: 'Print', assigning: 'in-turn', openTickets: 3, takes: [] },
    members: [nadia, { id: idOf(71), fullName: 'Paul Roy', openTickets: 0, organisationIds: null }],
  };
  const network: Team = { ...print, id: idOf(91), name: 'Network', assigning: 'nobody', members: [] };

  async function openAssigning(teams: Team[], changed: Partial<DeskTicket> = {}) {
    const ticket = deskTicket(changed);
    const server = consoleServer({ tickets: [ticket], teams });
    const person = await openConsole(server, `/tickets/${ticket.id}`);
    await person.click(await button('Assign'));
    return { server, person, dialog: await findDialog(), route: `POST /tickets/${ticket.id}/assign` };
  }

  test('is not offered without teams', async () => {
    await openTicket();
    expect(screen.getByRole('button', { name: 'Take' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Assign' })).toBeNull();
  });

  test('to the only team, as that team assigns', async () => {
    const { server, person, dialog, route } = await openAssigning([print]);
    expect(dialog.getByRole('combobox', { name: /Team/ }).textContent).toContain('Print');
    expect(dialog.getByRole('combobox', { name: 'Technician' }).textContent).toContain('In turn');
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    expect(await screen.findByText('Assigned to Nadia Haddad (Print).')).toBeTruthy();
    expect(server.requests(route).map(({ body }) => body)).toEqual([{ teamId: print.id, to: 'in-turn' }]);
  });

  test('a ticket that somebody has opens with them and their team, also another team of theirs', async () => {
    const has = { status: 'assigned', teamId: print.id, team: 'Print' } as const;
    const mail: Team = { ...print, id: idOf(92), name: 'Mail' };
    const { server, person, dialog, route } = await openAssigning([network, print, mail], {
      ...{ ...has, technicianId: nadia.id, technician: nadia.fullName },
    });
    const technician = () => dialog.getByRole('combobox', { name: 'Technician' }).textContent;
    expect(dialog.getByRole('combobox', { name: /Team/ }).textContent).toContain('Print');
    expect(technician()).toContain('Nadia Haddad');
    await person.click(dialog.getByRole('combobox', { name: /Team/ }));
    await person.click(await dialog.findByRole('option', { name: 'Mail' }));
    expect(technician()).toContain('Nadia Haddad');
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    await expect
      .poll(() => server.requests(route).map(({ body }) => body))
      .toEqual([{ teamId: mail.id, to: { technicianId: nadia.id } }]);
  });

  test('to somebody, who is shown with their open tickets', async () => {
    const { server, person, dialog, route } = await openAssigning([print, network]);
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    expect(dialog.getByText('Choose a team.')).toBeTruthy();
    await person.click(dialog.getByRole('combobox', { name: /Team/ }));
    await person.click(await dialog.findByRole('option', { name: 'Print' }));
    await person.click(dialog.getByRole('combobox', { name: 'Technician' }));
    await person.click(await dialog.findByRole('option', { name: 'Nadia Haddad (3 open)' }));
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    expect(await screen.findByText('Assigned to Nadia Haddad (Print).')).toBeTruthy();
    expect(server.requests(route).map(({ body }) => body)).toEqual([
      { teamId: print.id, to: { technicianId: nadia.id } },
    ]);
  });

  test('a refusal stays in the dialog, with what to do', async () => {
    const { server, person, dialog, route } = await openAssigning([print]);
    server.refuse(route, 'team-has-nobody');
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    expect(await dialog.findByText(/Nobody of this team can get a ticket now/)).toBeTruthy();
  });

  test('is in the time line', async () => {
    const staff = {
      by: 'staff',
      name: 'Tess Technician',
      reason: null,
      corrected: [],
      ...{ merged: null, released: null, renamed: null, asked: null, related: null, pending: null },
      at: '2026-01-31T10:00:00.000Z',
    } satisfies Partial<TicketEvent>;
    await openTicket({
      status: 'assigned',
      events: [
        { ...staff, from: 'new', to: 'assigned', assigned: { team: 'Print', technician: null } },
        { ...staff, from: 'assigned', to: 'assigned', assigned: { team: 'Print', technician: 'Paul Roy' } },
        { ...staff, from: 'assigned', to: 'assigned', assigned: { team: null, technician: 'Paul Roy' } },
        {
          ...{ ...staff, renamed: 'Tess Baker', from: 'assigned', to: 'assigned' },
          ...{ released: 'Paul Roy', assigned: { team: 'Print', technician: null } },
        },
        { ...staff, from: 'assigned', to: 'new', released: 'Paul Roy', assigned: null },
      ],
    });
    const lines = within(screen.getByRole('list', { name: 'Time line' })).getAllByRole('listitem');
    expect(lines.slice(1).map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Tess Technician · Assigned to Print ·'),
      expect.stringContaining('Tess Technician · Assigned to Paul Roy (Print) ·'),
      expect.stringContaining('Tess Technician · Assigned to Paul Roy ·'),
      expect.stringContaining(
        'Tess Technician (now Tess Baker) · Taken back from Paul Roy, to the queue of Print ·',
      ),
      expect.stringContaining('Tess Technician · Taken back from Paul Roy, to nobody ·'),
    ]);
  });
});

test('the time line has the changes of the status between the messages, and each solution', async () => {
  const at = (minute: number) => `2026-01-31T10:0${minute}:00.000Z`;
  const plain = {
    ...{ reason: null, assigned: null, corrected: [] },
    ...{ merged: null, released: null, renamed: null, asked: null, related: null, pending: null },
  };
  const staff = { by: 'staff', name: 'Tess Technician', ...plain } satisfies Partial<TicketEvent>;
  const wait = { until: '2036-01-31T09:45:00.000Z', untilAnswer: true };
  const comment = {
    id: idOf(61),
    authorName: 'A requester',
    body: 'It smokes again.',
    whole: null,
    internal: false,
  };
  await openTicket({
    status: 'assigned',
    technician: 'Tess Technician',
    comments: [
      { ...comment, author: 'requester', createdAt: at(3), attachments: [], renamed: null, mentions: [] },
    ],
    events: [
      { ...staff, at: at(1), from: 'new', to: 'assigned' },
      { ...staff, at: at(2), from: 'assigned', to: 'resolved', reason: 'Water.' },
      { ...staff, by: 'participant', name: 'A requester', at: at(4), from: 'resolved', to: 'assigned' },
      { ...staff, at: at(5), from: 'pending', to: 'pending', reason: 'Later.', pending: wait },
      { ...staff, by: 'guichet', name: null, at: at(6), from: 'pending', to: 'assigned' },
    ],
  });
  const lines = within(screen.getByRole('list', { name: 'Time line' })).getAllByRole('listitem');
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Smoke everywhere'),
    expect.stringContaining('Tess Technician · New → Assigned'),
    expect.stringContaining('Water.'),
    expect.stringContaining('It smokes again.'),
    expect.stringContaining('A requester · Resolved → Assigned'),
    expect.stringMatching(
      /^Tess Technician · Waits for something else · .*Later\.Comes back on .*2036.*Comes back when the requester answers$/,
    ),
    expect.stringContaining('Guichet, by itself · Pending → Assigned'),
  ]);
});

test('the time line says what a ticket was joined to, and by whom', async () => {
  const event = {
    ...{ by: 'staff', name: 'Tess Technician', from: 'new', to: 'new', reason: null, assigned: null },
    ...{ corrected: [], merged: null, released: null, renamed: null, asked: null, pending: null },
    at: '2026-01-31T10:00:00.000Z',
  } satisfies Partial<TicketEvent>;
  const other = { ticketId: idOf(41), name: 'R-000002' };
  await openTicket({
    events: [
      { ...event, related: { how: 'took-in', ...other } },
      { ...event, related: { how: 'split-from', ...other } },
      { ...event, related: { how: 'announced', title: { en: 'Outage', fr: 'Panne' } } },
      { ...event, related: { how: 'mail-added', sender: 'eve@elsewhere.example' } },
    ],
  });
  const lines = within(screen.getByRole('list', { name: 'Time line' })).getAllByRole('listitem');
  expect(lines.slice(1).map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('Tess Technician · R-000002 merged into this ticket ·'),
    expect.stringContaining('Tess Technician · Split from R-000002 ·'),
    expect.stringContaining('Tess Technician · Linked to the announcement “Outage” ·'),
    expect.stringContaining('Tess Technician · Added the mail of eve@elsewhere.example ·'),
  ]);
});

test('a rejected ticket is due no more, and can be closed', async () => {
  await openTicket({ status: 'rejected', dueAt: '2040-01-31T10:00:00.000Z' });
  expect(screen.queryByText('Due')).toBeNull();
  expect(screen.getByRole('button', { name: 'Close' })).toBeTruthy();
});

describe('a reply', () => {
  test('that was refused stays in the form, with the reason', async () => {
    const { server, person, ticket } = await openTicket({ status: 'assigned' });
    server.refuse(`POST /tickets/${ticket.id}/replies`, 'internal');
    const message = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
    await person.type(message, 'Which floor?');
    await person.click(await button('Reply'));
    expect(await screen.findByText(/had an unexpected problem/)).toBeTruthy();
    expect(message.value).toBe('Which floor?');
    server.allow(`POST /tickets/${ticket.id}/replies`);
    await person.click(await button('Reply'));
    await expect.poll(() => message.value).toBe('');
    expect(within(screen.getByRole('list', { name: 'Time line' })).getByText('Which floor?')).toBeTruthy();
  });

  test('that only staff see is marked as such before and after it is sent', async () => {
    const { server, person, ticket } = await openTicket({ status: 'assigned' });
    await person.click(screen.getByRole('tab', { name: 'Internal note' }));
    expect(screen.getByText('Only staff see it. @ mentions a colleague.')).toBeTruthy();
    await person.type(screen.getByRole('textbox', { name: 'Message' }), 'The supplier is slow');
    await person.click(await button('Internal note'));
    await expect
      .poll(() => server.requests(`POST /tickets/${ticket.id}/replies`))
      .toMatchObject([{ body: { body: 'The supplier is slow', internal: true } }]);
    const line = await within(screen.getByRole('list', { name: 'Time line' })).findByText(
      'The supplier is slow',
    );
    expect(line.closest('li')?.textContent).toContain('Internal note');
  });

  test('cannot be written on a closed ticket', async () => {
    await openTicket({ status: 'closed' });
    expect(screen.getByText('This ticket is closed and accepts no more messages.')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
  });
});

test('an act on a stale ticket is refused, and the page shows the current status', async () => {
  const { server, person, ticket } = await openTicket();
  server.data.tickets = [{ ...ticket, status: 'closed' }];
  await person.click(await button('Take'));
  expect(await screen.findByText(/The ticket has moved on/)).toBeTruthy();
  expect(await screen.findByText('This ticket is closed and accepts no more messages.')).toBeTruthy();
});

test('the page and the reason of a backend are in French for a person who chose French', async () => {
  localStorage.setItem('guichet.language', JSON.stringify('fr'));
  await openTicket({
    parked: {
      deliveryId: idOf(80),
      reason: { en: 'iTop does not accept the account.', fr: 'iTop refuse le compte.' },
      since: '2026-01-31T09:45:00.000Z',
    },
  });
  expect(screen.getByText(/iTop refuse le compte\./)).toBeTruthy();
});

describe('colleagues', () => {
  const nadia = memberOf({ id: idOf(70), fullName: 'Nadia Haddad' });
  const paul = memberOf({ id: idOf(71), fullName: 'Paul Roy', organisationIds: [idOf(99)] });

  async function openNote(members = [memberOf(), nadia, paul]) {
    const ticket = deskTicket();
    const server = consoleServer({ tickets: [ticket], members });
    const person = await openConsole(server, `/tickets/${ticket.id}`);
    await person.click(await screen.findByRole('tab', { name: 'Internal note' }));
    const text = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
    return { server, person, text, route: `POST /tickets/${ticket.id}/replies` };
  }

  test('are mentioned in a note by the keyboard alone, as far as they may see the ticket', async () => {
    const { server, person, text, route } = await openNote();
    await person.type(text, 'Please @');
    const offered = screen.getAllByRole('option').map(({ textContent }) => textContent);
    expect(offered).toEqual(['Desk administrator', 'Nadia Haddad']);
    await person.keyboard('{ArrowDown}');
    const active = document.getElementById(text.getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toBe('Nadia Haddad');
    await person.keyboard('{Enter}');
    expect(text.value).toBe('Please @Nadia Haddad ');
    expect(screen.queryByRole('listbox')).toBeNull();
    await person.type(text, 'look.{Control>}{Enter}{/Control}');
    await expect
      .poll(() => server.requests(route).map(({ body }) => body))
      .toMatchObject([{ body: 'Please @Nadia Haddad look.', internal: true, mentions: [nadia.id] }]);
  });

  test('are mentioned in the middle of a text, which goes on right behind the name', async () => {
    const { person, text } = await openNote();
    await person.type(text, 'Please now');
    text.setSelectionRange(7, 7);
    await person.keyboard('@nad{Enter}look ');
    expect(text.value).toBe('Please @Nadia Haddad look now');
  });

  test('are not offered once Escape was pressed, and not in a reply to the requester', async () => {
    const { person, text } = await openNote();
    await person.type(text, '@nad');
    expect(screen.getByRole('option', { name: 'Nadia Haddad' })).toBeTruthy();
    await person.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(text.value).toBe('@nad');
    await person.clear(text);
    await person.click(screen.getByRole('tab', { name: 'Reply' }));
    await person.type(screen.getByRole('textbox', { name: 'Message' }), '@nad');
    expect(screen.queryByRole('listbox')).toBeNull();
  });

  test('follow a ticket, and no longer', async () => {
    const { person } = await openNote();
    await person.click(screen.getByRole('button', { name: 'Follow' }));
    const followers = (await screen.findByText('Followed by')).parentElement;
    await expect.poll(() => followers?.textContent).toContain('Desk administrator');
    await person.click(screen.getByRole('button', { name: 'Unfollow' }));
    await expect.poll(() => followers?.textContent).not.toContain('Desk administrator');
  });

  test('who are away are warned of when a ticket is assigned to them, and whoever stands in is offered', async () => {
    const absence = {
      from: '2026-01-01T00:00:00.000Z',
      until: '2099-01-01T12:00:00.000Z',
      standInId: idOf(1),
    };
    const ticket = deskTicket();
    const members = [{ ...nadia, openTickets: 1 }, memberOf()].map(
      ({ id, fullName, openTickets, organisationIds }) => ({ id, fullName, openTickets, organisationIds }),
    );
    const team: Team = {
      id: idOf(90),
      name: 'Print',
      assigning: 'nobody',
      openTickets: 0,
      members,
      takes: [],
    };
    const server = consoleServer({
      ...{ tickets: [ticket], teams: [team], members: [memberOf(), { ...nadia, absence }] },
    });
    const person = await openConsole(server, `/tickets/${ticket.id}`);
    await person.click(await button('Assign'));
    const dialog = await findDialog();
    await person.click(dialog.getByRole('combobox', { name: 'Technician' }));
    await person.click(await dialog.findByRole('option', { name: 'Nadia Haddad (1 open)' }));
    expect(dialog.getByText(/Nadia Haddad is away until .*2099/)).toBeTruthy();
    await person.click(dialog.getByRole('button', { name: 'Choose Desk administrator' }));
    expect(dialog.queryByText(/is away/)).toBeNull();
    await person.click(dialog.getByRole('button', { name: 'Assign' }));
    await screen.findByText('Assigned to Desk administrator (Print).');
  });
});
