// The form of an iTop, and its conversion from and to settings.
import type { SecretName } from '../../../contract/backends.ts';
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { Impact, Urgency } from '../../../contract/primitives.ts';
import { type Row, rowsOf } from '../fields/rows.ts';
import { ITOP } from './presets.ts';

export interface ItopForm {
  url: string;
  signIn: 'password' | 'token';
  user: string;
  organisations: Row[];
  incidentClass: ItopSettings['incidentClass'];
  statuses: Row[];
  impacts: Record<Impact, string>;
  urgencies: Record<Urgency, string>;
  timeZone: string;
  extraFields: Row[];
}

export function blankItop(): ItopForm {
  return { ...itopOf(ITOP), url: '', signIn: 'password' };
}

export function itopOf(settings: ItopSettings): ItopForm {
  const { user, organisations, statuses, extraFields, impacts, urgencies } = settings;
  return {
    url: settings.url,
    signIn: user === null ? 'token' : 'password',
    user: user ?? '',
    organisations: rowsOf(organisations),
    incidentClass: settings.incidentClass,
    statuses: rowsOf(statuses),
    impacts: { ...ITOP.impacts, ...impacts },
    urgencies: { ...ITOP.urgencies, ...urgencies },
    timeZone: settings.timeZone,
    extraFields: rowsOf(extraFields),
  };
}

export function itopSettings({ signIn, user, ...fields }: ItopForm): object {
  return { ...fields, user: signIn === 'token' ? null : user };
}

export function itopMaps({ organisations, statuses, extraFields }: ItopForm) {
  return { organisations, statuses, extraFields };
}

export function itopSecrets({ signIn }: ItopForm): SecretName[] {
  return [signIn];
}
