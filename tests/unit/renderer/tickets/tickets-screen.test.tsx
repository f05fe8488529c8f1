// My tickets: the list in every state, and one ticket with its acts.
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

/** Renders My tickets with one open ticket. */
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

describe('a ticket that the server takes later', () => {
  test('says that it is kept and when it will be sent, until then', async () => {
    const pausedUntil = new Date(Date.now() + 600_000).toISOString();
    const { agent } = await openTicket({ number: null }, { stage: 'saved', pausedUntil });
    expect(await screen.findByText(/It is kept, and will be sent at about \d{1,2}:\d\d/)).toBeTruthy();
    agent.changeTicket(keyOf(1), (detail) => ({ ...detail, pausedUntil: new Date(0).toISOString() }));
    await expect.poll(() => screen.queryByText(/will be sent at about/)).toBeNull();
  });
});

describe('the list', () => {
  test('is not called empty before it is read', async () => {
    const agent = agentInMemory();
    const letGo = agent.hold('tickets:list');
    await openTickets(agent);
    expect(says(/will be here/)).toBe(false);
    letGo();
    expect(
      await screen.findByText(/Your open tickets will be here.*Press Ctrl\+F12 to create one/),
    ).toBeTruthy();
  });

  test('that is empty names the icon when no hotkey is free', async () => {
    await openTickets(agentInMemory({ state: { hotkey: null } }));
    expect(await screen.findByText(/Choose Create New Ticket to create one/)).toBeTruthy();
  });

  test.each([
    ['Closed in the last month', /stay here for a month after they are closed/],
    ['Invited', /when they invite you or ask for your approval/],
  ])('%s explains its empty shelf', async (shelf, sentence) => {
    const person = await openTickets(agentInMemory());
    await person.click(screen.getByRole('tab', { name: shelf }));
    expect(await screen.findByText(sentence)).toBeTruthy();
  });

  test('is readable offline, and shows in a status how many commands wait', async () => {
    const tickets = [detailOf({ number: null, title: 'Written offline' }, { stage: 'saved' })];
    await openTickets(agentInMemory({ tickets, state: { online: false, condition: 'offline', waiting: 2 } }));
    expect(says('Offline, 2 waiting')).toBe(true);
    const line = await screen.findByRole('button', { name: /Written offline/ });
    expect(line.textContent).toContain('Waiting to be sent');
  });

  test('that cannot be read shows the error, and keeps its former content', async () => {
    const agent = agentInMemory({ tickets: [detailOf()] });
    await openTickets(agent);
    agent.refuse('tickets:list', { code: 'storage-failed' });
    agent.tell('tickets:changed', { ids: [keyOf(1)] });
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
    expect(button(/Printer on fire/)).toBeTruthy();
  });

  test('shows each ticket on its shelf', async () => {
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

  test('shows the number of search results on all shelves, and a hint when there are none', async () => {
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
  test('opens from its line, which becomes the current one', async () => {
    const person = await openTickets(
      agentInMemory({ tickets: [detailOf({ description: 'Smoke everywhere' })] }),
    );
    expect(await screen.findByText('Choose a ticket to read it here.')).toBeTruthy();
    await person.click(await screen.findByRole('button', { name: /Printer on fire/ }));
    expect(await screen.findByText('Smoke everywhere')).toBeTruthy();
    await expect.poll(() => button(/R-000001/).getAttribute('aria-current')).toBe('true');
  });

  test('that is not found shows an error, and nothing of another ticket', async () => {
    const { agent } = await openTicket({ description: 'Smoke everywhere' });
    agent.kept.tickets = [];
    agent.tell('tickets:changed', { ids: [keyOf(1)] });
    expect(await screen.findByText('You have no access to this ticket, or no longer.')).toBeTruthy();
    await expect.poll(() => says('Smoke everywhere')).toBe(false);
  });

  test('is entirely in French when French is chosen', async () => {
    await openTicket({ status: 'resolved' }, { state: { language: 'fr' } });
    expect(screen.getByRole('heading', { name: 'Mes tickets' })).toBeTruthy();
    expect(says(/Le centre d’assistance/)).toBe(true);
  });

  test('with a late number says so', async () => {
    const late = { number: null, numberAwaited: true, numberDueAt: '2026-01-31T10:00:00.000Z' };
    await openTicket(late, { stage: 'sent' });
    expect(says(/has not assigned a number to this ticket yet/)).toBe(true);
  });

  test('shows upload progress', async () => {
    await openTicket({}, { stage: 'saved', progress: { sent: 40, size: 100 } });
    expect(screen.getByRole('progressbar', { name: 'Sending files: 40%' })).toBeTruthy();
  });

  test('shows the replies, and messages waiting to be sent', async () => {
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

  test('can be confirmed in one click, and the rating follows', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    expect(says(QUESTION)).toBe(true);
    await person.click(button('It works now'));
    expect(await screen.findByText('It works now: waiting to be sent')).toBeTruthy();
    await expect.poll(() => says(QUESTION)).toBe(false);
    expect(agent.asked('tickets:act')).toEqual([{ id: keyOf(1), act: 'close' }]);
    expect(await screen.findByRole('radiogroup', { name: 'How satisfied are you?' })).toBeTruthy();
  });

  test('cannot be refused without a message', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    await person.click(button('It still fails'));
    const message = await screen.findByRole('textbox', {
      name: 'Message',
      description: 'Say in the message what still fails, then press It still fails.',
    });
    await expect.poll(() => document.activeElement === message).toBe(true);
    expect([agent.asked('tickets:act'), agent.asked('draft:submit')]).toEqual([[], []]);
  });

  test('is refused together with the message', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    await person.type(screen.getByRole('textbox', { name: 'Message' }), 'It hums again.');
    await person.click(button('It still fails'));
    await expect
      .poll(() => agent.asked('draft:submit'))
      .toMatchObject([{ act: 'reopen', content: { description: 'It hums again.' } }]);
    expect(agent.asked('tickets:act')).toEqual([]);
  });

  test('whose confirmation fails keeps its buttons, and shows why', async () => {
    const { agent, person } = await openTicket(RESOLVED);
    agent.refuse('tickets:act', { code: 'act-not-allowed' });
    await person.click(button('It works now'));
    expect(await screen.findByText(/The ticket has moved on/)).toBeTruthy();
    expect(says(QUESTION)).toBe(true);
  });

  test('has only acts and the reason when messages are not accepted', async () => {
    await openTicket({ ...RESOLVED, can: { ...ALL_ABILITIES, comment: false, acts: ['close'] } });
    expect(says('Messages on this ticket cannot be sent from here. Contact your help desk as usual.')).toBe(
      true,
    );
    expect(screen.queryByRole('textbox', { name: 'Message' })).toBeNull();
    expect(button('It works now')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'It still fails' })).toBeNull();
  });
});

describe('a rating', () => {
  test('is sent with its comment, shown afterwards, and can be changed', async () => {
    const { agent, person } = await openTicket({ status: 'closed' });
    expect(screen.queryByRole('button', { name: 'Send rating' })).toBeNull();
    await person.click(screen.getByRole('radio', { name: 'Very satisfied' }));
    await person.type(
      await screen.findByRole('textbox', { name: 'Comment (optional)' }),
      'Quick, thank you.',
    );
    await person.click(button('Send rating'));
    expect(await screen.findByText(/You said: Very satisfied/)).toBeTruthy();
    expect(agent.asked('tickets:rate')).toEqual([
      { id: keyOf(1), rating: { score: 4, comment: 'Quick, thank you.' } },
    ]);
    await person.click(button('Change rating'));
    const chosen = await screen.findByRole<HTMLInputElement>('radio', { name: 'Very satisfied' });
    expect(chosen.checked).toBe(true);
  });

  test('is not offered when the backend takes none', async () => {
    await openTicket({ status: 'closed', can: { ...ALL_ABILITIES, rate: false } });
    expect(screen.queryByRole('radio')).toBeNull();
    expect(says(/This ticket is closed and accepts no more messages/)).toBe(true);
  });

  test('that could not be stored shows an error, and stays chosen', async () => {
    const { agent, person } = await openTicket({ status: 'closed' });
    agent.refuse('tickets:rate', { code: 'storage-failed' });
    await person.click(screen.getByRole('radio', { name: 'Satisfied' }));
    await person.click(button('Send rating'));
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Satisfied' }).checked).toBe(true);
  });
});

describe('an approval', () => {
  test('is requested from the approver, with both acts', async () => {
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

  test('is not requested from anybody else', async () => {
    await openTicket({ status: 'waiting_for_approval' });
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(says(/once you have approved it/)).toBe(false);
  });
});

describe('a message', () => {
  test('without text is not sent, and the error is at its field', async () => {
    const { agent, person } = await openTicket();
    await person.click(button(/^Send/));
    expect(
      await screen.findByRole('textbox', { name: 'Message', description: /There is no text to send/ }),
    ).toBeTruthy();
    expect(agent.asked('draft:submit')).toEqual([]);
  });

  test('that is refused stays in its field, with the reason', async () => {
    const { agent, person } = await openTicket();
    agent.refuse('draft:submit', { code: 'ticket-closed' });
    const message = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
    await person.type(message, 'One more thing');
    await person.click(button(/^Send/));
    expect(
      await screen.findByText(/This ticket is closed and accepts no more messages. What you wrote is kept/),
    ).toBeTruthy();
    expect(message.value).toBe('One more thing');
  });

  test('says offline that it will be sent later', async () => {
    await openTicket({}, { state: { online: false, condition: 'offline' } });
    expect(
      screen.getByRole('textbox', { name: 'Message', description: /Offline: will be sent later/ }),
    ).toBeTruthy();
  });
});
