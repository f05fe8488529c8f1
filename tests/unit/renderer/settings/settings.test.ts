// The state of the address, the first field, the place of failures, and recorded keys.
import { describe, expect, test } from 'vitest';
import { mayOpenTickets } from '../../../../contract/condition.ts';
import { Accelerator } from '../../../../contract/ipc.ts';
import { acceleratorOf, modifiersOf } from '../../../../renderer/settings/accelerator.ts';
import { addressState, fieldOf } from '../../../../renderer/settings/address-state.ts';
import { firstEmptyField } from '../../../../renderer/settings/first-field.ts';
import { conditionSentence } from '../../../../renderer/ui/condition.ts';
import { createTexts, type Translate } from '../../../../renderer/ui/texts.ts';

const standing = {
  organisation: 'Contoso',
  state: 'active' as const,
  requester: { email: 'requester@contoso.example', fullName: 'A requester' },
  suggested: null,
  mayReplace: false,
  mayReturn: false,
  proof: 'token' as const,
  mailWish: null,
};

describe('the address', () => {
  test('is confirmed in any case', () => {
    expect(addressState(standing, ' Requester@Contoso.example ')).toEqual({
      kind: 'confirmed',
      email: 'requester@contoso.example',
    });
  });

  test('typing another one leaves the confirmed one in use', () => {
    expect(addressState(standing, 'requester@example.org')).toMatchObject({ kind: 'changing' });
  });

  test('is not confirmed without a requester', () => {
    expect(addressState({ ...standing, requester: null }, 'requester@contoso.example')).toEqual({
      kind: 'unconfirmed',
    });
    expect(addressState(null, '')).toEqual({ kind: 'unconfirmed' });
  });
});

describe('the field focused at first', () => {
  const settings = {
    fullName: 'A requester',
    email: 'Requester@contoso.example',
    phone: '4242',
    site: 'North campus',
    room: 'B-204',
    language: 'en' as const,
    theme: 'system' as const,
    hotkey: null,
    startAtSignIn: false,
  };
  const unproved = { ...standing, requester: null };
  const first = (
    changes: Partial<typeof settings>,
    more: Partial<Parameters<typeof firstEmptyField>[0]> = {},
  ) => firstEmptyField({ settings: { ...settings, ...changes }, standing, tokenSentTo: null, ...more });

  test('is the name, then the e-mail', () => {
    expect(first({ fullName: ' ', email: '', phone: '' }, { standing: null })).toBe('fullName');
    expect(first({ email: '', phone: '' }, { standing: null })).toBe('email');
  });

  test('is the token only after it was sent to this address', () => {
    expect(first({}, { standing: unproved, tokenSentTo: 'requester@contoso.example' })).toBe('token');
    expect(first({}, { standing: unproved, tokenSentTo: 'another@contoso.example' })).toBe('email');
  });

  test('is the unconfirmed address before the phone number', () => {
    expect(first({ phone: '' }, { standing: unproved })).toBe('email');
    expect(first({ phone: '', email: 'another@contoso.example' })).toBe('email');
  });

  test('is the next empty one after the confirmation, and none when all are filled', () => {
    expect(first({ phone: '', room: '' })).toBe('phone');
    expect(first({ room: ' ' })).toBe('room');
    expect(first({})).toBeNull();
  });
});

describe('the place of a failure', () => {
  test('is the field where it can be corrected', () => {
    expect(fieldOf({ code: 'token-wrong', details: { triesLeft: 3 } })).toBe('token');
    expect(fieldOf({ code: 'address-outside-organisation' })).toBe('email');
    expect(fieldOf({ code: 'token-too-soon' })).toBe('email');
    expect(fieldOf({ code: 'server-unreachable' })).toBeNull();
  });

  test('of an invalid request is the field it names', () => {
    const issues = [{ path: 'fullName', message: 'too short' }];
    expect(fieldOf({ code: 'invalid-request', details: { issues } })).toBe('fullName');
    expect(
      fieldOf({ code: 'invalid-request', details: { issues: [{ path: 'sid', message: '' }] } }),
    ).toBeNull();
  });
});

describe('the condition', () => {
  test('offline shows how many commands wait, and does not prevent a ticket', () => {
    const texts = createTexts('fr');
    const t: Translate = (key, figures = {}) => texts.t(key, figures);
    expect(conditionSentence({ condition: 'offline', hindrance: null, waiting: 2 }, t)).toBe(
      'Hors ligne, 2 en attente',
    );
    expect(conditionSentence({ condition: 'offline', hindrance: 'unreachable', waiting: 0 }, t)).toBe(
      'Hors ligne',
    );
    expect(mayOpenTickets({ condition: 'offline', isRecovering: false })).toBe(true);
    expect(mayOpenTickets({ condition: 'waiting-for-activation', isRecovering: false })).toBe(false);
  });
});

test('an agent that has begun anew takes tickets, which wait until it is active and confirmed again', () => {
  for (const condition of ['waiting-for-activation', 'confirm-address', 'offline', 'ready'] as const)
    expect(mayOpenTickets({ condition, isRecovering: true }), condition).toBe(true);
  expect(mayOpenTickets({ condition: 'needs-attention', isRecovering: true })).toBe(false);
});

describe('a recorded key', () => {
  const pressed = (
    key: string,
    code: string,
    ...held: ('ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey')[]
  ) => ({
    key,
    code,
    ctrlKey: held.includes('ctrlKey'),
    altKey: held.includes('altKey'),
    shiftKey: held.includes('shiftKey'),
    metaKey: held.includes('metaKey'),
  });

  test.each([
    [pressed('F11', 'F11', 'shiftKey', 'ctrlKey'), 'Ctrl+Shift+F11'],
    [pressed('h', 'KeyH', 'ctrlKey', 'altKey'), 'Ctrl+Alt+H'],
    [pressed('ArrowUp', 'ArrowUp', 'metaKey'), 'Super+Up'],
    [pressed('&', 'Digit1', 'altKey'), 'Alt+1'],
    [pressed('5', 'Numpad5', 'ctrlKey'), 'Ctrl+num5'],
    [pressed('F9', 'F9'), 'F9'],
  ])('%j is %s', (event, accelerator) => {
    expect(acceleratorOf(event)).toBe(accelerator);
    expect(Accelerator.safeParse(accelerator).success).toBe(true);
  });

  test('a letter is that of the keyboard layout', () => {
    expect(acceleratorOf(pressed('a', 'KeyQ', 'ctrlKey'))).toBe('Ctrl+A');
    expect(acceleratorOf(pressed('€', 'KeyE', 'ctrlKey', 'altKey'))).toBe('Ctrl+Alt+E');
  });

  test('nothing is recorded while only modifiers are down', () => {
    const control = pressed('Control', 'ControlLeft', 'ctrlKey');
    expect(acceleratorOf(control)).toBeNull();
    expect(modifiersOf(control)).toEqual(['Ctrl']);
    expect(acceleratorOf(pressed('Dead', 'BracketLeft', 'ctrlKey'))).toBeNull();
  });
});
