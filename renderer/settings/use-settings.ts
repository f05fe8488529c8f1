// The personal settings while they are edited, and the steps that confirm an address.
import { useEffect, useState } from 'react';
import { ConfirmationToken, type Requester } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import { Email, FullName } from '../../contract/primitives.ts';
import { useBridge } from '../ui/bridge.ts';
import { fieldOf, type SettingsField } from './address-state.ts';

/** The outcome of an act. `invalid` was found without a request. */
type Outcome =
  | { kind: 'saved' }
  | { kind: 'confirmed'; email: string }
  | { kind: 'token-sent'; email: string; expiresAt: string }
  | { kind: 'invalid'; field: SettingsField }
  /** `field` is null when the failure concerns the settings as a whole */
  | { kind: 'failed'; field: SettingsField | null; error: GuichetError };

export interface SettingsEditor {
  settings: PersonalSettings;
  /** as they were last saved */
  stored: PersonalSettings;
  token: string;
  outcome: Outcome | null;
  /** the field that the last outcome concerns; null for none */
  field: SettingsField | null;
  /** milliseconds since the epoch from which another token may be sent; null when it may be sent now */
  resendAt: number | null;
  busy: boolean;
  /** Changes the form; Save stores the change. */
  edit(change: Partial<PersonalSettings>): void;
  /** Stores this change at once, and no other. */
  apply(change: Partial<PersonalSettings>): Promise<void>;
  editToken(token: string): void;
  sendToken(): Promise<void>;
  save(): Promise<void>;
  /** Takes over the name and the address that a sign-in has stored. */
  signedInAs(requester: Requester): void;
}

/** Returns the first field that the server would refuse. Saving without a token accepts any content. */
function invalidField(settings: PersonalSettings, token: string | null): SettingsField | null {
  if (!FullName.safeParse(settings.fullName).success) return 'fullName';
  if (!Email.safeParse(settings.email).success) return 'email';
  if (token !== null && !ConfirmationToken.safeParse(token).success) return 'token';
  return null;
}

/** Takes over the confirmed name and address, unless they were edited while the request was running. */
function afterConfirming(now: PersonalSettings, sent: Requester, confirmed: Requester): PersonalSettings {
  return {
    ...now,
    ...(now.fullName === sent.fullName && { fullName: confirmed.fullName }),
    ...(now.email === sent.email && { email: confirmed.email }),
  };
}

function fieldOfOutcome(outcome: Outcome | null): SettingsField | null {
  switch (outcome?.kind) {
    case 'invalid':
    case 'failed':
      return outcome.field;
    case 'token-sent':
      return 'token';
    default:
      return null;
  }
}

export function useSettings(first: PersonalSettings, now: () => number): SettingsEditor {
  const { ask } = useBridge();
  const [settings, setSettings] = useState(first);
  const [stored, setStored] = useState(first);
  const [token, setToken] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [resendAt, setResendAt] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  /** `fallback` is the field of a failure that names none: the one beside the button that was pressed. */
  function failed(error: GuichetError, fallback: SettingsField | null): Outcome {
    const field = fieldOf(error) ?? fallback;
    const wait = error.details?.retryAfterSeconds;
    if (wait !== undefined && field === 'email') setResendAt(now() + wait * 1000);
    return { kind: 'failed', field, error };
  }
  async function sendToken(): Promise<Outcome> {
    const { fullName, email } = settings;
    const field = invalidField(settings, null);
    if (field !== null) return { kind: 'invalid', field };
    const answer = await ask['settings:send-token']({ fullName, email });
    if (!answer.ok) return failed(answer.error, 'email');
    setResendAt(now() + answer.value.resendAfterSeconds * 1000);
    return { kind: 'token-sent', email: email.trim(), expiresAt: answer.value.expiresAt };
  }
  async function save(): Promise<Outcome> {
    const field = token.trim() === '' ? null : invalidField(settings, token);
    if (field !== null) return { kind: 'invalid', field };
    const saved = await ask['settings:write'](settings);
    if (!saved.ok) return failed(saved.error, null);
    setStored(settings);
    if (token.trim() === '') return { kind: 'saved' };
    const { fullName, email } = settings;
    const answer = await ask['settings:confirm']({ fullName, email, token });
    if (!answer.ok) return failed(answer.error, 'token');
    setSettings((before) => afterConfirming(before, { fullName, email }, answer.value));
    setStored((before) => ({ ...before, ...answer.value }));
    setToken((before) => (before === token ? '' : before));
    return { kind: 'confirmed', email: answer.value.email };
  }
  async function act(step: () => Promise<Outcome>): Promise<void> {
    if (busy) return;
    setBusy(true);
    const next = await step();
    setBusy(false);
    setOutcome(next);
  }

  return {
    settings,
    stored,
    token,
    outcome,
    field: fieldOfOutcome(outcome),
    resendAt,
    busy,
    edit(change) {
      setSettings((before) => ({ ...before, ...change }));
      setOutcome(null);
    },
    async apply(change) {
      setSettings((before) => ({ ...before, ...change }));
      const saved = await ask['settings:write']({ ...stored, ...change });
      if (saved.ok) setStored((before) => ({ ...before, ...change }));
      setOutcome(saved.ok ? null : failed(saved.error, null));
    },
    editToken(typed) {
      setToken(typed);
      // The message that says where the mail went stays while the token is typed.
      if (outcome?.kind !== 'token-sent') setOutcome(null);
    },
    sendToken: () => act(sendToken),
    save: () => act(save),
    signedInAs(requester) {
      setSettings((before) => ({ ...before, ...requester }));
      setStored((before) => ({ ...before, ...requester }));
    },
  };
}

/** Reads the stored settings once; null until the answer comes. */
export function useStoredSettings() {
  const { ask } = useBridge();
  const [stored, setStored] = useState<Awaited<ReturnType<(typeof ask)['settings:read']>> | null>(null);
  useEffect(() => {
    void ask['settings:read']().then(setStored);
  }, [ask]);
  return stored;
}
