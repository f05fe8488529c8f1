// Personal settings: the address and its confirmation, failures at their fields, the hotkey, and imposed settings.
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { GuichetError } from '../../../../contract/errors.ts';
import { SettingsScreen } from '../../../../renderer/settings/settings-screen.tsx';
import { agentInMemory, READY, TOKEN } from '../../../fakes/agent-in-memory.ts';
import { openWindow } from '../../../fakes/agent-window.tsx';
import { ME } from '../../../fakes/snapshots.ts';

const field = (name: string, description?: string | RegExp) =>
  screen.getByRole<HTMLInputElement>('textbox', { name, ...(description && { description }) });
const findField = (name: string, description: string | RegExp) =>
  screen.findByRole<HTMLInputElement>('textbox', { name, description });
const untilFocused = (element: HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element));
const button = (name: string) => screen.getByRole('button', { name });

async function openSettings(content: Parameters<typeof agentInMemory>[0] = {}) {
  const agent = agentInMemory(content);
  return { agent, person: await openWindow(agent, <SettingsScreen />) };
}

const UNCONFIRMED = {
  condition: 'confirm-address',
  standing: {
    organisation: 'Contoso',
    state: 'active',
    requester: null,
    suggested: null,
    mayReplace: false,
    mayReturn: false,
    proof: 'token',
    mailWish: null,
  },
} as const;

test('unreadable settings show an error, and no empty form that could overwrite them', async () => {
  const agent = agentInMemory();
  agent.refuse('settings:read', { code: 'storage-failed' });
  await openWindow(agent, <SettingsScreen />);
  expect(screen.getByText(/could not write to its disk/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
});

describe('the address', () => {
  test('is shown as confirmed', async () => {
    await openSettings();
    expect(screen.getByText(`Your address ${ME.email} is confirmed.`)).toBeTruthy();
  });

  test('that is not confirmed shows what to do', async () => {
    await openSettings({ state: UNCONFIRMED });
    expect(screen.getByText(/Your address is not confirmed yet: press Send token/)).toBeTruthy();
  });

  test('in use does not change until the typed one is confirmed', async () => {
    const { person } = await openSettings();
    await person.clear(field('E-mail'));
    await person.type(field('E-mail'), 'another@example.org');
    expect(
      await screen.findByText(
        `${ME.email} stays in use until the new address is confirmed: press Send token.`,
      ),
    ).toBeTruthy();
  });

  test.each([
    ['Full name', 'Type your first and last name.', { fullName: '' }],
    ['E-mail', 'Type a full address, such as name@example.org.', { email: 'nobody' }],
  ])('with an invalid %s no token is sent, and the field gets the focus', async (name, message, wrong) => {
    const { agent, person } = await openSettings({
      settings: { ...agentInMemory().kept.settings, ...wrong },
    });
    await person.click(button('Send token'));
    await untilFocused(await findField(name, message));
    expect(agent.asked('settings:send-token')).toEqual([]);
  });

  test('after Send token, the page says where it went, focuses its field, and disables the button for a while', async () => {
    const { agent, person } = await openSettings({ state: UNCONFIRMED });
    await person.click(button('Send token'));
    await untilFocused(await findField('Confirmation token', /Sent to requester@example\.org, valid until/));
    expect(await findField('E-mail', /You can request another token in \d+ s\./)).toBeTruthy();
    await person.click(button('Send token'));
    expect(agent.asked('settings:send-token')).toHaveLength(1);
  });

  test.each<[GuichetError, string, RegExp]>([
    [{ code: 'address-outside-organisation' }, 'E-mail', /not one of your organisation’s/],
    [{ code: 'server-unreachable' }, 'E-mail', /cannot be reached/],
    [
      { code: 'command-invalid', details: { issues: [{ path: 'fullName', message: 'a name' }] } },
      'Full name',
      /could not read/,
    ],
  ])('refused with %o shows the error at %s', async (error, name, message) => {
    const { agent, person } = await openSettings({ state: UNCONFIRMED });
    agent.refuse('settings:send-token', error);
    await person.click(button('Send token'));
    await untilFocused(await findField(name, message));
  });

  test('a wrong token shows the tries left, and the input stays', async () => {
    const { person } = await openSettings({ state: UNCONFIRMED });
    await person.type(field('Confirmation token'), '2222-2222');
    await person.click(button('Save'));
    const token = await findField('Confirmation token', /This is not the token we sent. Tries left: 4./);
    await untilFocused(token);
    expect(token.value).toBe('2222-2222');
  });

  test('is not confirmed with an incomplete token', async () => {
    const { agent, person } = await openSettings({ state: UNCONFIRMED });
    await person.type(field('Confirmation token'), 'ABC');
    await person.click(button('Save'));
    expect(await findField('Confirmation token', /A token has 8 letters and digits/)).toBeTruthy();
    expect(agent.asked('settings:confirm')).toEqual([]);
  });

  test('is confirmed by the right token, whose field is cleared', async () => {
    const { person } = await openSettings({ state: UNCONFIRMED });
    await person.type(field('Confirmation token'), TOKEN);
    await person.click(button('Save'));
    expect(await screen.findByText(`${ME.email} is confirmed.`)).toBeTruthy();
    expect(await screen.findByText(`Your address ${ME.email} is confirmed.`)).toBeTruthy();
    await expect.poll(() => field('Confirmation token').value).toBe('');
  });

  test('edited while being confirmed is not overwritten by the response', async () => {
    const { agent, person } = await openSettings({ state: UNCONFIRMED });
    const letGo = agent.hold('settings:confirm');
    await person.type(field('Confirmation token'), TOKEN);
    await person.click(button('Save'));
    await person.type(field('Full name'), ' of the north campus');
    letGo();
    expect(await screen.findByText(`${ME.email} is confirmed.`)).toBeTruthy();
    expect(field('Full name').value).toBe('A requester of the north campus');
  });
});

describe('a sign-in with the browser', () => {
  const SIGN_IN = { ...UNCONFIRMED, standing: { ...UNCONFIRMED.standing, proof: 'sign-in' } } as const;
  const SIGN_IN_BUTTON = 'Sign in with your browser';

  test('replaces name, address and token, and its button has the focus', async () => {
    await openSettings({ state: SIGN_IN });
    expect(screen.getByText(/sign in with the account of your organisation/)).toBeTruthy();
    for (const name of ['Full name', 'E-mail', 'Confirmation token']) {
      expect(screen.queryByRole('textbox', { name })).toBeNull();
    }
    await untilFocused(button(SIGN_IN_BUTTON));
  });

  test('says that the browser waits, can be cancelled, and says who was confirmed', async () => {
    const { agent, person } = await openSettings({ state: SIGN_IN });
    const letGo = agent.hold('settings:sign-in');
    await person.click(button(SIGN_IN_BUTTON));
    expect(await screen.findByText(/Your browser shows the sign-in page/)).toBeTruthy();
    await person.click(button('Cancel sign-in'));
    expect(agent.asked('settings:cancel-sign-in')).toHaveLength(1);
    letGo();
    expect(await screen.findByText(`${ME.email} is confirmed by your organisation.`)).toBeTruthy();
    expect(screen.getByText(`You are ${ME.fullName}; your address ${ME.email} is confirmed.`)).toBeTruthy();
  });

  test('that failed says why, and can be tried again', async () => {
    const { agent, person } = await openSettings({ state: SIGN_IN });
    agent.refuse('settings:sign-in', { code: 'sign-in-timed-out', details: { limit: 5 } });
    await person.click(button(SIGN_IN_BUTTON));
    expect(await screen.findByText(/Nobody signed in within 5 minutes/)).toBeTruthy();
    agent.refuse('settings:sign-in', null);
    await person.click(button(SIGN_IN_BUTTON));
    expect(await screen.findByText(`${ME.email} is confirmed by your organisation.`)).toBeTruthy();
  });

  test('is what Save stores afterwards', async () => {
    const settings = { ...agentInMemory().kept.settings, fullName: 'Typed', email: 'typed@example.org' };
    const { agent, person } = await openSettings({ state: SIGN_IN, settings });
    await person.click(button(SIGN_IN_BUTTON));
    await screen.findByText(`${ME.email} is confirmed by your organisation.`);
    await person.click(button('Save'));
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(agent.kept.settings).toMatchObject(ME);
  });
});

describe('saving', () => {
  test('without a token stores the input, and says so', async () => {
    const { agent, person } = await openSettings();
    await person.type(field('Room'), 'B-204');
    await person.click(button('Save'));
    expect(await screen.findByText('Saved.')).toBeTruthy();
    expect(agent.kept.settings.room).toBe('B-204');
    await person.type(field('Room'), '!');
    await expect.poll(() => screen.queryByText('Saved.')).toBeNull();
  });

  test('that fails is reported beside the button, and the input stays', async () => {
    const { agent, person } = await openSettings();
    agent.refuse('settings:write', { code: 'storage-failed' });
    await person.type(field('Room'), 'B-204');
    await person.click(button('Save'));
    expect(await screen.findByText(/could not write to its disk/)).toBeTruthy();
    expect(field('Room').value).toBe('B-204');
  });

  test('is not needed for the language, which changes at once and saves no other input', async () => {
    const { agent, person } = await openSettings();
    await person.type(field('Room'), 'B-204');
    await person.selectOptions(screen.getByRole('combobox', { name: 'Language' }), 'fr');
    expect(await screen.findByRole('textbox', { name: 'Nom complet' })).toBeTruthy();
    expect(agent.kept.settings).toMatchObject({ language: 'fr', room: '' });
  });
});

test('imposed settings cannot be changed, and say that IT set them', async () => {
  await openSettings({ imposed: ['language', 'hotkey', 'startAtSignIn'] });
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language' }).disabled).toBe(true);
  expect(screen.getByRole<HTMLInputElement>('switch', { name: /^Start when/ }).disabled).toBe(true);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Record' }).disabled).toBe(true);
  expect(screen.getAllByText('Set by your IT team')).toHaveLength(3);
});

describe('the key', () => {
  const press = (key: string, held: object = {}) =>
    fireEvent.keyDown(button('Record'), { key, code: key, ...held });

  test('that is recorded shows whether it is free, and is stored with Save', async () => {
    const { agent, person } = await openSettings();
    await person.click(button('Record'));
    expect(await screen.findByText('Press the keys…')).toBeTruthy();
    press('F11', { ctrlKey: true });
    expect(await screen.findByText('Ctrl+F11 is free. Save to use it.')).toBeTruthy();
    await person.click(button('Save'));
    await expect.poll(() => agent.kept.settings.hotkey).toBe('Ctrl+F11');
  });

  test('held by another program is not used', async () => {
    const { person } = await openSettings({ takenKeys: ['Ctrl+F11'] });
    await person.click(button('Record'));
    await screen.findByText('Press the keys…');
    press('F11', { ctrlKey: true });
    expect(await screen.findByText('Ctrl+F11 is taken by another program. Choose another.')).toBeTruthy();
  });

  test('taken since it was chosen shows the one used instead', async () => {
    const settings = { ...agentInMemory().kept.settings, hotkey: 'Ctrl+F11' };
    await openSettings({ settings, state: { hotkey: 'Ctrl+Shift+F12' } });
    expect(
      screen.getByText('Ctrl+F11 is taken by another program: Ctrl+Shift+F12 is used instead.'),
    ).toBeTruthy();
  });

  test('when none is free, the page names the icon', async () => {
    await openSettings({ state: { ...READY, hotkey: null } });
    expect(
      screen.getByText('No key is free for a new ticket: use the icon in the notification area.'),
    ).toBeTruthy();
  });
});

describe('leaving this computer', () => {
  test('says what would be lost, and leaves only after a second press', async () => {
    const losses = { waiting: 2, drafts: 1, online: false };
    const { agent, person } = await openSettings({ losses });
    await person.click(button('Leave this computer'));
    expect(await screen.findByText('2 tickets or messages were not sent and would be lost.')).toBeTruthy();
    expect(screen.getByText('1 draft would be lost.')).toBeTruthy();
    expect(screen.getByText(/lists this installation until your IT team retires it/)).toBeTruthy();
    expect(agent.asked('settings:leave')).toEqual([]);
    await untilFocused(button('Cancel'));
    await person.click(button('Delete and leave'));
    expect(agent.asked('settings:leave')).toEqual([losses]);
  });

  test('can be given up, and a failure is shown', async () => {
    const { agent, person } = await openSettings();
    await person.click(button('Leave this computer'));
    await person.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(button('Leave this computer')).toBeTruthy();
    expect(agent.asked('settings:leave')).toEqual([]);
    agent.refuse('settings:leave', { code: 'more-to-lose' });
    await person.click(button('Leave this computer'));
    await person.click(await screen.findByRole('button', { name: 'Delete and leave' }));
    expect(await screen.findByText(/Nothing was deleted/)).toBeTruthy();
  });
});

describe('mails', () => {
  test('are chosen, and told to the agent at once', async () => {
    const { agent } = await openSettings();
    const choice = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Mails about my tickets' });
    expect(choice.value).toBe('unshown');
    fireEvent.change(choice, { target: { value: 'always' } });
    expect(agent.asked('settings:wish-mails')).toEqual(['always']);
    await waitFor(() => expect(choice.value).toBe('always'));
  });

  test('are not chosen before the address is confirmed', async () => {
    await openSettings({ state: UNCONFIRMED });
    expect(screen.queryByRole('combobox', { name: 'Mails about my tickets' })).toBeNull();
  });
});
