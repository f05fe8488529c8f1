// The new-ticket window: why no ticket can be opened, the form and what is in the way of Send, and what became of it.
import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { AppState, MyAnnouncement } from '../../../../contract/ipc.ts';
import { CaptureScreen } from '../../../../renderer/capture/capture-screen.tsx';
import { agentInMemory, draftOf } from '../../../fakes/agent-in-memory.ts';
import { openWindow } from '../../../fakes/agent-window.tsx';
import { keyOf } from '../../../fakes/snapshots.ts';

const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const hasFocus = (element: HTMLElement) => document.activeElement === element;

async function openNotReady(state: Partial<AppState>) {
  const agent = agentInMemory({ state });
  return { agent, person: await openWindow(agent, <CaptureScreen />) };
}

/** The form with a draft in it, as after the key was pressed. */
async function openForm(given: Parameters<typeof agentInMemory>[0] = {}) {
  const agent = agentInMemory({ draft: draftOf(), ...given });
  return { agent, person: await openWindow(agent, <CaptureScreen />) };
}

describe('where no ticket can be opened', () => {
  test('somebody who waits for activation is told the two names IT needs, and offered no Send', async () => {
    await openNotReady({ condition: 'waiting-for-activation' });
    expect(screen.getByRole('status').textContent).toBe('Waiting for activation by your IT team');
    for (const name of ['DESK-014', 'CONTOSO\\requester']) expect(screen.getByText(name)).toBeTruthy();
    expect(screen.getByText(/once it is activated, Ctrl\+F12 opens the form/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull();
  });

  test('where every key is taken, the way to the form is the icon', async () => {
    await openNotReady({ condition: 'waiting-for-activation', hotkey: null });
    expect(screen.getByText(/Create New Ticket in the notification area opens the form/)).toBeTruthy();
  });

  test('while the help desk cannot be reached, nobody is told that nothing else is needed', async () => {
    await openNotReady({ condition: 'waiting-for-activation', online: false });
    expect(screen.getByText(/cannot be reached at the moment. Guichet keeps trying/)).toBeTruthy();
    expect(screen.queryByText(/Nothing else is needed/)).toBeNull();
  });

  test('a suspended agent says who suspended it, and that nothing is lost', async () => {
    await openNotReady({ condition: 'needs-attention', problem: { code: 'agent-suspended' } });
    expect(
      screen.getByText(/Your IT team has suspended Guichet for you. What you wrote is kept/),
    ).toBeTruthy();
  });

  test('a key that the help desk does not know is told in French to who reads French', async () => {
    await openNotReady({
      condition: 'needs-attention',
      problem: { code: 'enrolment-key-unknown' },
      language: 'fr',
    });
    expect(screen.getByText(/ne connaît pas cette clé d’enrôlement/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Nouveau ticket' })).toBeTruthy();
  });

  test('somebody whose address is not proved is led to Personal settings', async () => {
    const { agent, person } = await openNotReady({ condition: 'confirm-address' });
    await person.click(button('Personal settings'));
    expect(agent.asked('window:open')).toEqual(['settings']);
  });

  test('activated while the window is open, a ticket can be begun from it', async () => {
    const { agent, person } = await openNotReady({ condition: 'waiting-for-activation' });
    agent.setState({ condition: 'ready' });
    expect(await screen.findByText('You can open a ticket now.')).toBeTruthy();
    await person.click(button('Create New Ticket'));
    expect(agent.asked('window:open')).toEqual(['capture']);
  });

  test('suspended while one writes, the form goes and comes back with what was written', async () => {
    const { agent, person } = await openForm();
    await person.type(field('Title'), 'Half a ticket');
    agent.setState({ condition: 'needs-attention', problem: { code: 'agent-suspended' } });
    expect(await screen.findByText(/has suspended Guichet/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Title' })).toBeNull();
    agent.setState({ condition: 'ready', problem: null });
    expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'Title' })).value).toBe(
      'Half a ticket',
    );
  });
});

describe('the form', () => {
  test('begins at Title, says nothing of the network, and has nothing to discard', async () => {
    await openForm();
    expect(hasFocus(field('Title'))).toBe(true);
    expect(screen.queryByText('Offline: will be sent later')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull();
  });

  test('without network says quietly that it will be sent later, and lets one write', async () => {
    await openForm({ state: { online: false, condition: 'offline' } });
    expect(screen.getByText('Offline: will be sent later')).toBeTruthy();
    expect(field('Title').readOnly).toBe(false);
  });

  test('speaks French throughout to who reads French', async () => {
    await openForm({ state: { language: 'fr' } });
    expect(field('Titre')).toBeTruthy();
    expect(button(/^Envoyer/)).toBeTruthy();
  });

  test('sends nothing without a title: that is told at the field, which one is led to', async () => {
    const { agent, person } = await openForm();
    await person.type(field('Description'), 'What I had already written');
    await person.click(button(/^Send/));
    const title = await screen.findByRole('textbox', {
      name: 'Title',
      description: /A ticket needs a title/,
    });
    await expect.poll(() => hasFocus(title)).toBe(true);
    expect(field('Description').value).toBe('What I had already written');
    expect(agent.asked('draft:submit')).toEqual([]);
  });

  test('tells a title that is too long while one writes it, with both figures', async () => {
    const { agent, person } = await openForm({ draft: draftOf({ content: { title: 'x'.repeat(250) } }) });
    await person.type(field('Title'), 'y');
    expect(
      screen.getByRole('textbox', { name: 'Title', description: '251 characters, 250 at most: shorten it.' }),
    ).toBeTruthy();
    await person.keyboard('{Control>}{Enter}{/Control}');
    expect(agent.asked('draft:submit')).toEqual([]);
  });

  test('is sent once, however often Send is pressed, and takes no changes meanwhile', async () => {
    const { agent, person } = await openForm();
    const letGo = agent.hold('draft:submit');
    await person.type(field('Title'), 'The lift is stuck');
    await person.keyboard('{Control>}{Enter}{Enter}{/Control}');
    await person.dblClick(button(/^Send/));
    expect(field('Title').readOnly).toBe(true);
    letGo();
    expect(await screen.findByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
    expect(agent.asked('draft:submit')).toHaveLength(1);
  });

  test('when the help desk refuses, says why and keeps every word', async () => {
    const { agent, person } = await openForm();
    agent.refuse('draft:submit', { code: 'agent-not-active' });
    await person.type(field('Title'), 'The lift is stuck');
    await person.click(button(/^Send/));
    expect(
      await screen.findByText(/has not activated Guichet for you yet. What you wrote is kept/),
    ).toBeTruthy();
    expect(field('Title').value).toBe('The lift is stuck');
    expect(field('Title').readOnly).toBe(false);
    agent.refuse('draft:submit', null);
    await person.click(button(/^Send/));
    expect(await screen.findByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
  });

  test('tells what is refused of a contact at the contacts', async () => {
    const contacts = [{ email: 'gone@example.org', fullName: 'Gone since', site: null }];
    const { agent, person } = await openForm({
      draft: draftOf({ content: { title: 'A ticket', contacts } }),
    });
    agent.refuse('draft:submit', { code: 'person-unknown', details: { name: 'Gone since' } });
    await person.click(button(/^Send/));
    const told = await screen.findByText(/Gone since is not among the people of your organisation/);
    expect(told.closest('[data-place]')?.getAttribute('data-place')).toBe('contacts');
  });

  test('says what could not be kept while one types', async () => {
    const { agent, person } = await openForm();
    agent.refuse('draft:write', { code: 'storage-failed' });
    await person.type(field('Title'), 'A');
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
  });

  test('says that a draft is saved with its pictures until a word is changed', async () => {
    const { person } = await openForm({ draft: draftOf({ content: { title: 'For later' } }) });
    await person.click(button('Save draft'));
    expect(await screen.findByText('Draft saved, its pictures too.')).toBeTruthy();
    await person.type(field('Title'), '!');
    expect(screen.queryByText('Draft saved, its pictures too.')).toBeNull();
  });

  test('discarded, is empty and put away', async () => {
    const { agent, person } = await openForm({ draft: draftOf({ content: { title: 'Never mind' } }) });
    await person.click(button('Discard'));
    await expect.poll(() => agent.asked('window:close')).toHaveLength(1);
    expect(agent.asked('draft:discard')).toHaveLength(1);
    expect(agent.kept.draft).toBeNull();
  });

  test('put away by Esc, has written what was typed first', async () => {
    const { agent, person } = await openForm();
    await person.type(field('Title'), 'Half a thought');
    await person.keyboard('{Escape}');
    await expect.poll(() => agent.asked('window:close')).toHaveLength(1);
    expect(agent.kept.draft?.content.title).toBe('Half a thought');
  });

  test('says why a draft was refused when it was sent', async () => {
    await openForm({ draft: draftOf({ content: { title: 'A ticket' }, problem: { code: 'key-reused' } }) });
    expect(screen.getByText(/the same key as a different one sent before/)).toBeTruthy();
  });

  test('says why there is no picture', async () => {
    await openForm({ draft: draftOf({ problem: { code: 'capture-failed' } }) });
    expect(screen.getByText(/The screen could not be captured/)).toBeTruthy();
    expect(hasFocus(field('Title'))).toBe(true);
  });

  test('where IT allows no screenshots, says so', async () => {
    await openForm({
      state: { policy: { screenshots: false, facts: true, fileTypes: null, attachmentMegabytes: 25 } },
    });
    expect(screen.getAllByText(/does not allow screenshots on this computer/).length).toBeGreaterThan(0);
  });
});

describe('an unfinished ticket', () => {
  const others = [
    { id: keyOf(7), title: 'The lift is stuck', savedAt: '2026-01-31T09:45:00.000Z', problem: null },
  ];

  test('is offered, and continued with what it holds', async () => {
    const { person } = await openForm({ others });
    expect(screen.getByText('An unfinished ticket: The lift is stuck')).toBeTruthy();
    await person.click(button('Continue'));
    await expect.poll(() => field('Title').value).toBe('The lift is stuck');
  });

  test('is gone once it is discarded', async () => {
    const { agent, person } = await openForm({ others });
    await person.click(button('Discard the unfinished ticket'));
    await expect.poll(() => screen.queryByText(/An unfinished ticket/)).toBeNull();
    expect(agent.kept.others).toEqual([]);
  });

  test('that the help desk refused says why', async () => {
    await openForm({
      others: others.map((other) => ({ ...other, problem: { code: 'category-gone' } as const })),
    });
    expect(screen.getByText(/This category is not in your organisation’s catalogue/)).toBeTruthy();
  });
});

describe('what became of a ticket', () => {
  async function send(state: Partial<AppState> = {}) {
    const opened = await openForm({ state, draft: draftOf({ content: { title: 'The lift is stuck' } }) });
    await opened.person.click(button(/^Send/));
    await screen.findByRole('button', { name: 'Open ticket' });
    return opened;
  }

  test('is followed until it has its number', async () => {
    const { agent } = await send();
    expect(screen.getByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
    const [created] = agent.kept.tickets;
    agent.changeTicket(created?.ticket.id ?? '', (detail) => ({
      ...detail,
      place: 'created',
      ticket: { ...detail.ticket, number: 'R-000001' },
    }));
    expect(await screen.findByText('Ticket R-000001 created.')).toBeTruthy();
  });

  test('without network is said to be saved, not sent', async () => {
    await send({ online: false, condition: 'offline' });
    expect(screen.getByText('Saved. It will be sent when the network is back.')).toBeTruthy();
  });

  test('leads to the ticket, and closes the window behind it', async () => {
    const { agent, person } = await send();
    await person.click(button('Open ticket'));
    expect(agent.asked('tickets:show')).toEqual([{ id: agent.kept.tickets[0]?.ticket.id }]);
    await expect.poll(() => agent.asked('window:close')).toHaveLength(1);
  });
});

describe('an announcement', () => {
  const announced: MyAnnouncement = {
    joined: 'no',
    announcement: {
      id: '01890a5d-ac96-774b-bcce-b302099a8099',
      severity: 'outage',
      title: { en: 'Wi-Fi is down', fr: 'Le Wi-Fi est en panne' },
      text: { en: 'We are on it.', fr: 'Nous y travaillons.' },
      service: null,
      from: '2026-01-31T09:45:00.000Z',
      to: null,
      ticket: { id: keyOf(3), number: 'R-000003' },
    },
  };

  test('stands above the form in the language of its reader', async () => {
    await openForm({ announcements: [announced], state: { language: 'fr' } });
    const region = screen.getByRole('region', { name: 'Annonces' });
    expect(within(region).getByText(/Le Wi-Fi est en panne/)).toBeTruthy();
    expect(within(region).getByText('Nous y travaillons.')).toBeTruthy();
  });

  test('is joined once, and tells that no other ticket is needed', async () => {
    const { agent, person } = await openForm({ announcements: [announced] });
    await person.click(button('Me too: Wi-Fi is down'));
    expect(await screen.findByText(/You are joining its ticket/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Me too/ })).toBeNull();
    agent.kept.announcements = [{ ...announced, joined: 'joined' }];
    agent.tell('announcements:changed', undefined);
    expect(await screen.findByText(/You have joined ticket R-000003/)).toBeTruthy();
  });

  test('joined without network waits for it', async () => {
    await openForm({
      announcements: [{ ...announced, joined: 'waiting' }],
      state: { online: false, condition: 'offline' },
    });
    expect(screen.getByText(/Saved. You join its ticket when the network is back/)).toBeTruthy();
  });

  test('of several, the worst stands first, on one line that opens', async () => {
    const other: MyAnnouncement = {
      ...announced,
      announcement: {
        ...announced.announcement,
        id: '01890a5d-ac96-774b-bcce-b302099a8098',
        severity: 'information',
        title: { en: 'New printers', fr: 'Nouvelles imprimantes' },
      },
    };
    const { person } = await openForm({ announcements: [other, announced] });
    await person.click(button('2 announcements: Wi-Fi is down · New printers'));
    expect(screen.getByText(/Outage: Wi-Fi is down/)).toBeTruthy();
  });
});
