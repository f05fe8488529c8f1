// The form of an Atera account, and its conversion from and to settings.
import { AteraSettings } from '../../../contract/atera-settings.ts';
import type { Impact, Language, Urgency } from '../../../contract/primitives.ts';
import { nullIfEmpty } from '../../ui/null-if-empty.ts';
import { type Row, rowsOf } from '../fields/rows.ts';

export interface AteraForm {
  url: string;
  signIn: AteraSettings['signIn'];
  /** empty for none */
  deviceField: string;
  /** id of a technician; empty for none */
  noteTechnician: string;
  statuses: Row[];
  impacts: Record<Impact, string>;
  priorities: Record<Urgency, string>;
  linkDays: string;
  language: Language;
}

/** The contract's own defaults. */
const ATERA = AteraSettings.parse({ kind: 'atera' });

export function blankAtera(language: Language): AteraForm {
  return { ...ateraOf(ATERA), language };
}

export function ateraOf(settings: AteraSettings): AteraForm {
  const { deviceField, noteTechnician, statuses, impacts, priorities } = settings;
  return {
    url: settings.url,
    signIn: settings.signIn,
    deviceField: deviceField ?? '',
    noteTechnician: noteTechnician ?? '',
    statuses: rowsOf(statuses),
    impacts: { ...ATERA.impacts, ...impacts },
    priorities: { ...ATERA.priorities, ...priorities },
    linkDays: String(settings.linkDays),
    language: settings.language,
  };
}

export function ateraSettings({ deviceField, noteTechnician, linkDays, ...fields }: AteraForm): object {
  return {
    ...fields,
    deviceField: nullIfEmpty(deviceField),
    noteTechnician: nullIfEmpty(noteTechnician),
    linkDays: Number(linkDays),
  };
}
