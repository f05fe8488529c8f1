// The personal settings being edited, and the steps that prove an address.
import { useEffect, useState } from 'react';
import { ConfirmationToken, type Requester } from '../../contract/enrolment.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { PersonalSettings } from '../../contract/ipc.ts';
import { Email, FullName } from '../../contract/primitives.ts';
import { useBridge } from '../ui/bridge.ts';
import { fieldOf, type SettingsField } from './address-state.ts';

/** What is told after an act; `invalid` was found before anything was asked. */
type Outcome =
  | { kind: 'saved' }
  | { kind: 'confirmed'; email: string }
  | { kind: 'token-sent'; email: string; expiresAt: string }
  | { kind: 'invalid'; field: SettingsField }
  /** `field` is null when it was told of the settings as a whole */
  | { kind: 'failed'; field: SettingsField | null; error: GuichetError };

export interface SettingsEditor {
  settings: PersonalSettings;
  /** as they were last written */
  kept: PersonalSettings;
  token: string;
  outcome: Outcome | null;
  /** the field to go to for what was told last */
  field: SettingsField | null;
  /** milliseconds of the epoch from which another token may be asked for; null when now */
  resendAt: number | null;
  busy: boolean;
  /** kept with Save */
  edit(change: Partial<PersonalSettings>): void;
  /** kept at once, and nothing else with it */
  apply(change: Partial<PersonalSettings>): Promise<void>;
  editToken(token: string): void;
  sendToken(): Promise<void>;
  save(): Promise<void>;
}

/** The first field that the help desk would not take. Saving alone keeps whatever is typed. */
function invalidField(settings: PersonalSettings, token: string | null): SettingsField | null {
  if (!FullName.safeParse(settings.fullName).success) return 'fullName';
  if (!Email.safeParse(settings.email).success) return 'email';
  if (token !== null && !ConfirmationToken.safeParse(token).success) return 'token';
  return null;
}

/** As the help desk has confirmed it, but for what was typed while it took its time. */
function afterConfirming(now: PersonalSettings, asked: Requester, confirmed: Requester): PersonalSettings {
  return {
    ...now,
    ...(now.fullName === asked.fullName && { fullName: confirmed.fullName }),
    ...(now.email === asked.email && { email: confirmed.email }),
  };
}

function placeOf(outcome: Outcome | null): SettingsField | null {
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
  const [kept, setKept] = useState(first);
  const [token, setToken] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [resendAt, setResendAt] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  /** `asked` is where a failure is told that names no field: beside what was pressed. */
  function failed(error: GuichetError, asked: SettingsField | null): Outcome {
    const field = fieldOf(error) ?? asked;
    const wait = error.details?.retryAfterSeconds;
    if (wait !== undefined && field === 'email') setResendAt(now() + wait * 1000);
    return { kind: 'failed', field, error };
  }
  async function sent(): Promise<Outcome> {
    const { fullName, email } = settings;
    const field = invalidField(settings, null);
    if (field !== null) return { kind: 'invalid', field };
    const answer = await ask['settings:send-token']({ fullName, email });
    if (!answer.ok) return failed(answer.error, 'email');
    setResendAt(now() + answer.value.resendAfterSeconds * 1000);
    return { kind: 'token-sent', email: email.trim(), expiresAt: answer.value.expiresAt };
  }
  async function saved(): Promise<Outcome> {
    const field = token.trim() === '' ? null : invalidField(settings, token);
    if (field !== null) return { kind: 'invalid', field };
    const written = await ask['settings:write'](settings);
    if (!written.ok) return failed(written.error, null);
    setKept(settings);
    if (token.trim() === '') return { kind: 'saved' };
    const { fullName, email } = settings;
    const answer = await ask['settings:confirm']({ fullName, email, token });
    if (!answer.ok) return failed(answer.error, 'token');
    setSettings((before) => afterConfirming(before, { fullName, email }, answer.value));
    setKept((before) => ({ ...before, ...answer.value }));
    setToken((before) => (before === token ? '' : before));
    return { kind: 'confirmed', email: answer.value.email };
  }
  async function act(step: () => Promise<Outcome>): Promise<void> {
    if (busy) return;
    setBusy(true);
    const told = await step();
    setBusy(false);
    setOutcome(told);
  }

  return {
    settings,
    kept,
    token,
    outcome,
    field: placeOf(outcome),
    resendAt,
    busy,
    edit(change) {
      setSettings((before) => ({ ...before, ...change }));
      setOutcome(null);
    },
    async apply(change) {
      setSettings((before) => ({ ...before, ...change }));
      const written = await ask['settings:write']({ ...kept, ...change });
      if (written.ok) setKept((before) => ({ ...before, ...change }));
      setOutcome(written.ok ? null : failed(written.error, null));
    },
    editToken(typed) {
      setToken(typed);
      // where the mail went stays told while its token is being typed
      if (outcome?.kind !== 'token-sent') setOutcome(null);
    },
    sendToken: () => act(sent),
    save: () => act(saved),
  };
}

/** What is kept now, read once; null until then. */
export function useStoredSettings() {
  const { ask } = useBridge();
  const [stored, setStored] = useState<Awaited<ReturnType<(typeof ask)['settings:read']>> | null>(null);
  useEffect(() => {
    void ask['settings:read']().then(setStored);
  }, [ask]);
  return stored;
}
