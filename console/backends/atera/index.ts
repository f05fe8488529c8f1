// The kind Atera, as kinds.ts lists it.
import type { AteraSettings } from '../../../contract/atera-settings.ts';
import type { KindForm } from '../fields/kind-form.ts';
import { AteraFields, MoreAteraFields } from './fields.tsx';
import { type AteraForm, ateraOf, ateraSettings, blankAtera } from './form.ts';

export const ateraForm: KindForm<AteraSettings, AteraForm> = {
  blank: blankAtera,
  fromSettings: ateraOf,
  toSettings: ateraSettings,
  maps: ({ statuses }) => ({ statuses }),
  secretsNeeded: () => ['token'],
  addressOf: ({ url }) => url,
  First: AteraFields,
  More: MoreAteraFields,
  underMore: new Set([
    'url',
    'deviceField',
    'noteTechnician',
    'statuses',
    'impacts',
    'priorities',
    'linkDays',
  ]),
};
