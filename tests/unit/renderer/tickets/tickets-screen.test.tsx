// My tickets: the list in every state, and one ticket with what can be done in it.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { AppState, MyTicketDetail } from '../../../../contract/ipc.ts';
import { ALL_ABILITIES, type TicketSnapshot } from '../../../../contract/ticket.ts';
import { TicketsScreen } from '../../../../renderer/tickets/tickets-screen.tsx';
import { rememberLast } from '../../../../renderer/ui/last-notice.ts';
import { type AgentInMemory, agentInMemory, detailOf } from '../../../fakes/agent-in-memory.ts';
import { openWindow } from '../../../fakes/agent-window.tsx';
import { COLLEAGUE, commentOf, keyOf } from '../../../fakes/snapshots.ts';

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const says = (text: string | RegExp) => screen.queryByText(text) !== null;

async function openTickets(agent: AgentInMemory) {
  return openWindow(agent, <TicketsScreen toShow={rememberLast(agent.bridge.hear['tickets:show'])} />);
}

/** My tickets with one ticket, open. */
async function openTicket(
  ticket: Partial<TicketSnapshot> = {},
  { state = {}, ...more }: Partial<MyTicketDetail> & { state?: Partial<AppState> } = {},
) {
  const agent = agentInMemory({ state, tickets: [detailOf(ticket, more)] });
  const person = await openTickets(agent);
  agent.tell('tickets:show', { id: ticket.id ?? keyOf(1) });
  await screen.findByRole('heading', { level: 2 });
  return { agent, person };
}

describe('the list', () => {
  test('says nothing of being empty before it is read', async () => {
    const agent = agentInMemory();
    const letGo = agent.hold('tickets:list');
    await openTickets(agent);
    expect(says(/will be here/)).toBe(false);
    letGo();
    expect(
      await screen.findByText(/Your open tickets will be here.*Press Ctrl\+F12 to create one/),
    ).toBeTruthy();
  });

  test('that is empty names the icon where no key is free', async () => {
    await openTickets(agentInMemory({ state: { hotkey: null } }));
    expect(says(/Choose Create New Ticket to make one/)).toBe(true);
  });

  test.each([
    ['Closed in the last month', /stay here for a month after they are closed/],
    ['Invited', /when they invite you or ask for your approval/],
  ])('%s says what will be there', async (shelf, sentence) => {
    const person = await openTickets(agentInMemory());
    await person.click(screen.getByRole('tab', { name: shelf }));
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  test('without network is readable, and says quietly how many wait', async () => {
    const tickets = [detailOf({ number: null, title: 'Written offline' }, { place: 'saved' })];
    await openTickets(agentInMemory({ tickets, state: { online: false, condition: 'offline', waiting: 2 } }));
    expect(says('Offline, 2 waiting')).toBe(true);
    expect(button(/Written offline/).textContent).toContain('Waiting to be sent');
  });

  test('that cannot be read says why, and keeps what was there', async () => {
    const agent = agentInMemory({ tickets: [detailOf()] });
    await openTickets(agent);
    agent.refuse('tickets:list', { code: 'storage-failed' });
    agent.tell('tickets:changed', { ids: [keyOf(1)] });
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
    expect(button(/Printer on fire/)).toBeTruthy();
  });

  test('puts each ticket on its shelf', async () => {
    const person = await openTickets(
      agentInMemory({
        tickets: [
          detailOf({ id: keyOf(1), title: 'Mine' }),
          detailOf({ id: keyOf(2), title: 'Over', status: 'closed' }),
          detailOf({ id: keyOf(3), title: 'Theirs', you: 'contact' }),
        ],
      }),
    );
    for (const [shelf, title] of [
      ['Open', 'Mine'],
      ['Closed in the last month', 'Over'],
      ['Invited', 'Theirs'],
    ] as const) {
      await person.click(screen.getByRole('tab', { name: shelf }));
      const lines = await within(screen.getByRole('tabpanel')).findAllByRole('listitem');
      expect(lines.map(({ textContent }) => textContent)).toEqual([expect.stringContaining(title)]);
    }
  });

  test('searched, counts what it found on any shelf, and says what to change where that is nothing', async () => {
    const agent = agentInMemory({
      tickets: [detailOf({ title: 'The badge reader', status: 'closed' }), detailOf({ id: keyOf(2) })],
    });
    const person = await openTickets(agent);
    const search = screen.getByRole('searchbox', { name: 'Search all my tickets' });
    await person.type(search, 'BADGE');
    expect(await screen.findByText('1 ticket found')).toBeTruthy();
    expect(button(/The badge reader/)).toBeTruthy();
    await person.type(search, ' nowhere');
    expect(await screen.findByText(/No ticket has all these words/)).toBeTruthy();
    await person.keyboard('{Escape}');
    expect(await screen.findByRole('tab', { name: 'Open' })).toBeTruthy();
  });
});

describe('one ticket', () => {
  test('is opened from its line, and is then the current one', async () => {
    const person = await openTickets(
      agentInMemory({ tickets: [detailOf({ description: 'Smoke everywhere' })] }),
    );
    expect(says('Choose a ticket to read it here.')).toBe(true);
    await person.click(button(/Printer on fire/));
    expect(await screen.findByText('Smoke everywhere')).toBeTruthy();
    expect(button(/R-000001/).getAttribute('aria-current')).toBe('true');
  });

  test('that is not theirs is said not to be, and nothing of another is left', async () => {
    const { agent } = await openTicket({ description: 'Smoke everywhere' });
    agent.kept.tickets = [];
    agent.tell('tickets:changed', { ids: [keyOf(1)] });
    expect(await screen.findByText('This ticket is not among yours, or no longer.')).toBeTruthy();
    expect(says('Smoke everywhere')).toBe(false);
  });

  test('speaks French throughout to who reads French', async () => {
    await openTicket({ status: 'resolved' }, { state: { language: 'fr' } });
    expect(screen.getByRole('heading', { name: 'Mes tickets' })).toBeTruthy();
    expect(says(/Le centre d’assistance/)).toBe(true);
  });

  test('whose number is late says what holds', async () => {
    const late = { number: null, numberAwaited: true, numberDueAt: '2026-01-31T10:00:00.000Z' };
    await openTicket(late, { place: 'sent' });
    expect(says(/has not told its number for this ticket yet/)).toBe(true);
  });

  test('shows how far its files are', async () => {
    await openTicket({}, { place: 'saved', progress: { sent: 40, size: 100 } });
    expect(screen.getByRole('progressbar', { name: 'Sending files: 40%' })).toBeTruthy();
  });

  test('shows what was answered, and what waits to be sent', async () => {
    const waitingComments = [
      { id: keyOf(9), body: 'In B-204.', attachments: [], submittedAt: '2026-01-31T11:00:00.000Z' },
    ];
    await openTicket({ comments: [commentOf({ body: 'Which room?' })] }, { waitingComments });
    expect(says('Which room?')).toBe(true);
    expect(says('In B-204.')).toBe(true);
    expect(says(/waiting to be sent/)).toBe(true);
  });
});

describe('a resolution', () => {
  const RESOLVED = { status: 'resolved', solution: 'Changed the lamp.' } as const;
  const QUESTION = 'The help desk says that this is solved. Does it work now?';

  test('is asked about, and agreed with in one click; then the rating follows', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    expect(says(QUESTION)).toBe(true);
    await person.click(button('It works now'));
    expect(await screen.findByText('It works now: waiting to be sent')).toBeTruthy();
    expect(says(QUESTION)).toBe(false);
    expect(agent.asked('tickets:act')).toEqual([{ id: keyOf(1), act: 'close' }]);
    expect(screen.getByRole('radiogroup', { name: 'How satisfied are you?' })).toBeTruthy();
  });

  test('is not refused without a word on what fails', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    await person.click(button('It still fails'));
    const told = {
      name: 'Message',
      description: 'Say in the message what still fails, then press It still fails.',
    };
    expect(document.activeElement).toBe(await screen.findByRole('textbox', told));
    expect([agent.asked('tickets:act'), agent.asked('draft:submit')]).toEqual([[], []]);
  });

  test('is refused with the message, as one', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    await person.type(screen.getByRole('textbox', { name: 'Message' }), 'It hums again.');
    await person.click(button('It still fails'));
    await expect
      .poll(() => agent.asked('draft:submit'))
      .toMatchObject([{ act: 'reopen', content: { description: 'It hums again.' } }]);
    expect(agent.asked('tickets:act')).toEqual([]);
  });

  test('that the help desk cannot take keeps the question, and says why', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    agent.refuse('tickets:act', { code: 'act-not-allowed' });
    await person.click(button('It works now'));
    expect(await screen.findByText(/The ticket has moved on/)).toBeTruthy();
    expect(says(QUESTION)).toBe(true);
  });

  test('where messages are not taken, the acts stand alone with the reason', async () => {
    await openTicket({ ...RESOLVED, can: { ...ALL_ABILITIES, comment: false, acts: ['close'] } });
    expect(
      says('Messages on this ticket cannot be sent from here. Use the way your help desk has given you.'),
    ).toBe(true);
    expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
    expect(button('It works now')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'It still fails' })).toBeNull();
  });
});

describe('a rating', () => {
  test('is sent with its comment, shown as it was given, and can be changed', async () => {
    const { agent, person } = await openTicket({ status: 'closed' });
    expect(screen.queryByRole('button', { name: 'Send rating' })).toBeNull();
    await person.click(screen.getByRole('radio', { name: 'Very satisfied' }));
    await person.type(screen.getByRole('textbox', { name: 'Comment (optional)' }), 'Quick, thank you.');
    await person.click(button('Send rating'));
    expect(await screen.findByText(/You said: Very satisfied/)).toBeTruthy();
    expect(agent.asked('tickets:rate')).toEqual([
      { id: keyOf(1), rating: { score: 4, comment: 'Quick, thank you.' } },
    ]);
    await person.click(button('Change rating'));
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Very satisfied' }).checked).toBe(true);
  });

  test('is not asked for where the backend takes none', async () => {
    await openTicket({ status: 'closed', can: { ...ALL_ABILITIES, rate: false } });
    expect(screen.queryByRole('radio')).toBeNull();
    expect(says(/This ticket is closed and takes no more messages/)).toBe(true);
  });

  test('that could not be kept is told, and stays as it was chosen', async () => {
    const { agent, person } = await openTicket({ status: 'closed' });
    agent.refuse('tickets:rate', { code: 'storage-failed' });
    await person.click(screen.getByRole('radio', { name: 'Satisfied' }));
    await person.click(button('Send rating'));
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Satisfied' }).checked).toBe(true);
  });
});

describe('who decides', () => {
  test('the approver is asked, and sees both answers', async () => {
    const { agent, person } = await openTicket({
      status: 'waiting_for_approval',
      you: 'approver',
      requester: COLLEAGUE,
    });
    expect(says('Work on this ticket begins once you have approved it.')).toBe(true);
    expect(button('Reject')).toBeTruthy();
    await person.click(button('Approve'));
    expect(await screen.findByText('Approve: waiting to be sent')).toBeTruthy();
    expect(agent.asked('tickets:act')).toEqual([{ id: keyOf(1), act: 'approve' }]);
  });

  test('nobody else is', async () => {
    await openTicket({ status: 'waiting_for_approval' });
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(says(/once you have approved it/)).toBe(false);
  });
});

describe('a message', () => {
  test('without a word is not sent, and that is told at it', async () => {
    const { agent, person } = await openTicket();
    await person.click(button(/^Send/));
    expect(
      await screen.findByRole('textbox', { name: 'Message', description: /There is no text to send/ }),
    ).toBeTruthy();
    expect(agent.asked('draft:submit')).toEqual([]);
  });

  test('that is refused stays written, with the reason', async () => {
    const { agent, person } = await openTicket();
    agent.refuse('draft:submit', { code: 'ticket-closed' });
    const message = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
    await person.type(message, 'One more thing');
    await person.click(button(/^Send/));
    expect(
      await screen.findByText(/This ticket is closed and takes no more messages. What you wrote is kept/),
    ).toBeTruthy();
    expect(message.value).toBe('One more thing');
  });

  test('without network says that it will be sent later', async () => {
    await openTicket({}, { state: { online: false, condition: 'offline' } });
    expect(
      screen.getByRole('textbox', { name: 'Message', description: /Offline: will be sent later/ }),
    ).toBeTruthy();
  });
});
