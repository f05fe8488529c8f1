// The new-ticket window: reasons why no ticket can be opened, the form and its errors, and the submitted ticket.
import { act, screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { AppState, MyAnnouncement } from '../../../../contract/ipc.ts';
import type { Recovery } from '../../../../contract/recovery.ts';
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

/** Renders the form with a draft, as after the hotkey. */
async function openForm(content: Parameters<typeof agentInMemory>[0] = {}) {
  const agent = agentInMemory({ draft: draftOf(), ...content });
  return { agent, person: await openWindow(agent, <CaptureScreen />) };
}

describe('when no ticket can be opened', () => {
  test('a waiting agent shows host and user name for IT, and no Send button', async () => {
    await openNotReady({ condition: 'waiting-for-activation' });
    expect(screen.getByRole('status').textContent).toBe('Waiting for activation by your IT team');
    for (const name of ['DESK-014', 'CONTOSO\\requester']) expect(screen.getByText(name)).toBeTruthy();
    expect(screen.getByText(/once it is activated, Ctrl\+F12 opens the form/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull();
  });

  test('when no hotkey is free, the icon is named instead', async () => {
    await openNotReady({ condition: 'waiting-for-activation', hotkey: null });
    expect(screen.getByText(/Create New Ticket in the notification area opens the form/)).toBeTruthy();
  });

  test('while offline, the page does not say that nothing else is needed', async () => {
    await openNotReady({ condition: 'waiting-for-activation', online: false });
    expect(screen.getByText(/cannot be reached at the moment. Guichet keeps trying/)).toBeTruthy();
    expect(screen.queryByText(/Nothing else is needed/)).toBeNull();
  });

  test('while the server admits too many others, the page says that Guichet calls again', async () => {
    await openNotReady({ condition: 'waiting-for-activation', online: false, limited: true });
    expect(
      screen.getByText(/Many computers call the help desk at the moment. Guichet calls again/),
    ).toBeTruthy();
    expect(screen.queryByText(/cannot be reached/)).toBeNull();
  });

  test('a new installation for a known user offers to prove the address', async () => {
    const standing = { organisation: 'Contoso', state: 'waiting', requester: null, suggested: null } as const;
    const { agent, person } = await openNotReady({
      condition: 'waiting-for-activation',
      standing: { ...standing, mayReplace: true, mayReturn: false, proof: 'token', mailWish: null },
    });
    expect(screen.getByText(/Guichet was already active for you on this computer/)).toBeTruthy();
    expect(screen.queryByText(/Nothing else is needed/)).toBeNull();
    await person.click(button('Personal settings'));
    expect(agent.asked('window:open')).toEqual(['settings']);
  });

  test('who signed in with a wrong account is shown how to come back', async () => {
    const standing = { organisation: 'Contoso', state: 'waiting', requester: null, suggested: null } as const;
    const { agent, person } = await openNotReady({
      condition: 'waiting-for-activation',
      standing: { ...standing, mayReplace: false, mayReturn: true, proof: 'sign-in', mailWish: null },
    });
    expect(screen.getByText(/Sign in again with the one you used before/)).toBeTruthy();
    expect(screen.queryByText(/Nothing else is needed/)).toBeNull();
    await person.click(button('Personal settings'));
    expect(agent.asked('window:open')).toEqual(['settings']);
  });

  test('a suspended agent says that IT suspended it, and that nothing is lost', async () => {
    await openNotReady({ condition: 'needs-attention', problem: { code: 'agent-suspended' } });
    expect(
      screen.getByText(/Your IT team has suspended Guichet for you. What you wrote is kept/),
    ).toBeTruthy();
  });

  test('an unknown enrolment key is reported in French when French is chosen', async () => {
    await openNotReady({
      condition: 'needs-attention',
      problem: { code: 'enrolment-key-unknown' },
      language: 'fr',
    });
    expect(screen.getByText(/ne connaît pas cette clé d’enrôlement/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Nouveau ticket' })).toBeTruthy();
  });

  test('without a confirmed address, the page opens Personal settings', async () => {
    const { agent, person } = await openNotReady({ condition: 'confirm-address' });
    await person.click(button('Personal settings'));
    expect(agent.asked('window:open')).toEqual(['settings']);
  });

  test('after an activation with the window open, a ticket can be started', async () => {
    const { agent, person } = await openNotReady({ condition: 'waiting-for-activation' });
    agent.setState({ condition: 'ready' });
    expect(await screen.findByText('You can open a ticket now.')).toBeTruthy();
    await person.click(button('Create New Ticket'));
    expect(agent.asked('window:open')).toEqual(['capture']);
  });

  test('a suspension hides the form, which comes back with its content', async () => {
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
  test('focuses Title, shows no network notice, and has no Discard button', async () => {
    await openForm();
    await expect.poll(() => hasFocus(field('Title'))).toBe(true);
    expect(screen.queryByText('Offline: will be sent later')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Discard' })).toBeNull();
  });

  test('offline, says in a status that it will be sent later, and can be edited', async () => {
    await openForm({ state: { online: false, condition: 'offline' } });
    expect(screen.getByText('Offline: will be sent later')).toBeTruthy();
    expect(field('Title').readOnly).toBe(false);
  });

  test('is entirely in French when French is chosen', async () => {
    await openForm({ state: { language: 'fr' } });
    expect(field('Titre')).toBeTruthy();
    expect(button(/^Envoyer/)).toBeTruthy();
  });

  test('without a title is not sent, and the error is at the focused field', async () => {
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

  test('reports a too long title while typing, with length and limit', async () => {
    const { agent, person } = await openForm({ draft: draftOf({ content: { title: 'x'.repeat(250) } }) });
    await person.type(field('Title'), 'y');
    expect(
      await screen.findByRole('textbox', {
        name: 'Title',
        description: '251 characters, 250 at most: shorten it.',
      }),
    ).toBeTruthy();
    await person.keyboard('{Control>}{Enter}{/Control}');
    expect(agent.asked('draft:submit')).toEqual([]);
  });

  test('is sent once, however often Send is pressed, and cannot be edited meanwhile', async () => {
    const { agent, person } = await openForm();
    const letGo = agent.hold('draft:submit');
    await person.type(field('Title'), 'The lift is stuck');
    await person.keyboard('{Control>}{Enter}{Enter}{/Control}');
    await person.dblClick(button(/^Send/));
    await expect.poll(() => field('Title').readOnly).toBe(true);
    letGo();
    expect(await screen.findByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
    expect(agent.asked('draft:submit')).toHaveLength(1);
  });

  test('shows the reason of a refusal and keeps its content', async () => {
    const { agent, person } = await openForm();
    agent.refuse('draft:submit', { code: 'agent-not-active' });
    await person.type(field('Title'), 'The lift is stuck');
    await person.click(button(/^Send/));
    expect(
      await screen.findByText(/has not activated Guichet for you yet. What you wrote is kept/),
    ).toBeTruthy();
    expect(field('Title').value).toBe('The lift is stuck');
    await expect.poll(() => field('Title').readOnly).toBe(false);
    agent.refuse('draft:submit', null);
    await person.click(button(/^Send/));
    expect(await screen.findByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
  });

  test('shows the refusal of a contact at the contacts', async () => {
    const contacts = [{ email: 'gone@example.org', fullName: 'Gone since', site: null }];
    const { agent, person } = await openForm({
      draft: draftOf({ content: { title: 'A ticket', contacts } }),
    });
    agent.refuse('draft:submit', { code: 'person-unknown', details: { name: 'Gone since' } });
    await person.click(button(/^Send/));
    const problem = await screen.findByText(/Gone since is not among the people of your organisation/);
    expect(problem.closest('[data-place]')?.getAttribute('data-place')).toBe('contacts');
  });

  test('reports content that could not be stored while typing', async () => {
    const { agent, person } = await openForm();
    agent.refuse('draft:write', { code: 'storage-failed' });
    await person.type(field('Title'), 'A');
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
  });

  test('says that the draft is saved until it is changed', async () => {
    const { person } = await openForm({ draft: draftOf({ content: { title: 'For later' } }) });
    await person.click(button('Save draft'));
    expect(await screen.findByText('Draft saved, its pictures too.')).toBeTruthy();
    await person.type(field('Title'), '!');
    await expect.poll(() => screen.queryByText('Draft saved, its pictures too.')).toBeNull();
  });

  test('is empty and hidden after Discard', async () => {
    const { agent, person } = await openForm({ draft: draftOf({ content: { title: 'Never mind' } }) });
    await person.click(button('Discard'));
    await expect.poll(() => agent.asked('window:close')).toHaveLength(1);
    expect(agent.asked('draft:discard')).toHaveLength(1);
    expect(agent.kept.draft).toBeNull();
  });

  test('stores its content before Esc hides it', async () => {
    const { agent, person } = await openForm();
    await person.type(field('Title'), 'Half a thought');
    await person.keyboard('{Escape}');
    await expect.poll(() => agent.asked('window:close')).toHaveLength(1);
    expect(agent.kept.draft?.content.title).toBe('Half a thought');
  });

  test('shows the reason of a refused draft', async () => {
    await openForm({ draft: draftOf({ content: { title: 'A ticket' }, problem: { code: 'key-reused' } }) });
    expect(screen.getByText(/the same key as a different one sent before/)).toBeTruthy();
  });

  test('shows why there is no picture', async () => {
    await openForm({ draft: draftOf({ problem: { code: 'capture-failed' } }) });
    expect(screen.getByText(/The screen could not be captured/)).toBeTruthy();
    await expect.poll(() => hasFocus(field('Title'))).toBe(true);
  });

  test('says when IT forbids screenshots', async () => {
    await openForm({
      state: { policy: { screenshots: false, facts: true, fileTypes: null, attachmentMegabytes: 25 } },
    });
    expect(screen.getAllByText(/does not allow screenshots on this computer/).length).toBeGreaterThan(0);
  });
});

describe('after the agent has begun anew', () => {
  const recovery: Recovery = {
    cause: 'damaged',
    at: '2026-01-31T09:45:00.000Z',
    setAside: 'set-aside-20260131-094500',
    kept: { queued: 2, drafts: 1 },
    lost: { queued: 1, drafts: 0 },
    isCounted: true,
    isRead: false,
  };
  const state = { condition: 'confirm-address', isRecovering: true, recovery } as const;

  test('a ticket can be written at once, below what was kept and what was never sent', async () => {
    const { agent, person } = await openForm({ state: { ...state, online: false } });
    expect(screen.getByText('Kept: 2 waiting to be sent, 1 unfinished.')).toBeTruthy();
    expect(screen.getByText(/^Lost before it was sent: 1 waiting to be sent\./)).toBeTruthy();
    expect(screen.getByText(/in the folder set-aside-20260131-094500\.$/)).toBeTruthy();
    expect(screen.getByText(/^Kept here\. It is sent once/)).toBeTruthy();
    await person.click(button('Personal settings'));
    expect(agent.asked('window:open')).toEqual(['settings']);
    await person.type(field('Title'), 'Printer');
    await person.click(button(/^Send/));
    expect(screen.getByText(/^Saved here\. It is sent once/)).toBeTruthy();
  });

  test.each([
    [{ cause: 'missing', lost: { queued: 0, drafts: 0 }, isCounted: false }, /cannot be known any more/],
    [{ cause: 'keys', lost: { queued: 3, drafts: 2 } }, /sent: 3 waiting to be sent, 2 unfinished/],
    [{ lost: { queued: 0, drafts: 0 } }, /^Nothing that you wrote was lost/],
    [{ isCounted: false }, /There may have been more/],
  ] as const)('%o is told in words', async (change, words) => {
    await openForm({ state: { ...state, recovery: { ...recovery, ...change } } });
    expect(screen.getByText(words)).toBeTruthy();
  });

  test('what was read is not shown again', async () => {
    const { agent, person } = await openForm({ state: { ...state, language: 'fr' } });
    expect(screen.getByText(/^Les données de Guichet sur cet ordinateur étaient endommagées/)).toBeTruthy();
    await person.click(button('Compris'));
    expect(agent.asked('app:recovery-read')).toHaveLength(1);
    expect(screen.queryByText(/endommagées/)).toBeNull();
  });
});

describe('while nothing can be saved', () => {
  test('a small note says why, and goes by itself', async () => {
    const { agent } = await openForm({ state: { hindrance: 'storage-busy' } });
    expect(screen.getByText(/^Another program is using Guichet’s data/)).toBeTruthy();
    act(() => agent.setState({ hindrance: null }));
    expect(screen.queryByText(/Another program/)).toBeNull();
  });
});

describe('an unfinished ticket', () => {
  const others = [
    { id: keyOf(7), title: 'The lift is stuck', savedAt: '2026-01-31T09:45:00.000Z', problem: null },
  ];

  test('is offered, and can be continued with its content', async () => {
    const { person } = await openForm({ others });
    expect(await screen.findByText('An unfinished ticket: The lift is stuck')).toBeTruthy();
    await person.click(button('Continue'));
    await expect.poll(() => field('Title').value).toBe('The lift is stuck');
  });

  test('disappears when discarded', async () => {
    const { agent, person } = await openForm({ others });
    await person.click(await screen.findByRole('button', { name: 'Discard the unfinished ticket' }));
    await expect.poll(() => screen.queryByText(/An unfinished ticket/)).toBeNull();
    expect(agent.kept.others).toEqual([]);
  });

  test('that was refused shows the reason', async () => {
    await openForm({
      others: others.map((other) => ({ ...other, problem: { code: 'category-gone' } as const })),
    });
    expect(await screen.findByText(/This category is not in your organisation’s catalogue/)).toBeTruthy();
  });
});

describe('a submitted ticket', () => {
  async function send(state: Partial<AppState> = {}) {
    const opened = await openForm({ state, draft: draftOf({ content: { title: 'The lift is stuck' } }) });
    await opened.person.click(button(/^Send/));
    await screen.findByRole('button', { name: 'Open ticket' });
    return opened;
  }

  test('is updated until it has its number', async () => {
    const { agent } = await send();
    expect(await screen.findByText('Sent to the help desk. Its number will follow.')).toBeTruthy();
    const [created] = agent.kept.tickets;
    agent.changeTicket(created?.ticket.id ?? '', (detail) => ({
      ...detail,
      stage: 'created',
      ticket: { ...detail.ticket, number: 'R-000001' },
    }));
    expect(await screen.findByText('Ticket R-000001 created.')).toBeTruthy();
  });

  test('is shown as saved, not sent, while offline', async () => {
    await send({ online: false, condition: 'offline' });
    expect(await screen.findByText('Saved. It will be sent when the network is back.')).toBeTruthy();
  });

  test('says when it will be sent where the server takes it later', async () => {
    const { agent } = await send();
    const [kept] = agent.kept.tickets;
    const pausedUntil = '2026-01-31T10:15:00.000Z';
    agent.changeTicket(kept?.ticket.id ?? '', (detail) => ({ ...detail, stage: 'saved', pausedUntil }));
    expect(await screen.findByText(/^Saved.*this ticket will be sent at about \d{1,2}:15/)).toBeTruthy();
  });

  test('can be opened in My tickets, which closes the form', async () => {
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

  test('is shown above the form in the chosen language', async () => {
    await openForm({ announcements: [announced], state: { language: 'fr' } });
    const region = await screen.findByRole('region', { name: 'Annonces' });
    expect(within(region).getByText(/Le Wi-Fi est en panne/)).toBeTruthy();
    expect(within(region).getByText('Nous y travaillons.')).toBeTruthy();
  });

  test('can be joined once, and then says that no other ticket is needed', async () => {
    const { agent, person } = await openForm({ announcements: [announced] });
    await person.click(await screen.findByRole('button', { name: 'Me too: Wi-Fi is down' }));
    expect(await screen.findByText(/You are joining its ticket/)).toBeTruthy();
    await expect.poll(() => screen.queryByRole('button', { name: /^Me too/ })).toBeNull();
    agent.kept.announcements = [{ ...announced, joined: 'joined' }];
    agent.tell('announcements:changed', undefined);
    expect(await screen.findByText(/You have joined ticket R-000003/)).toBeTruthy();
  });

  test('joined offline says that it waits for the network', async () => {
    await openForm({
      announcements: [{ ...announced, joined: 'waiting' }],
      state: { online: false, condition: 'offline' },
    });
    expect(await screen.findByText(/Saved. You join its ticket when the network is back/)).toBeTruthy();
  });

  test('several are one line that opens, the most severe first', async () => {
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
    const line = { name: '2 announcements: Wi-Fi is down · New printers' };
    await person.click(await screen.findByRole('button', line));
    expect(await screen.findByText(/Outage: Wi-Fi is down/)).toBeTruthy();
  });
});
