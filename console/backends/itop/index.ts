// The kind iTop, as kinds.ts lists it.
import type { ItopSettings } from '../../../contract/itop-settings.ts';
import type { KindForm } from '../fields/kind-form.ts';
import { ItopFields, MoreItopFields } from './fields.tsx';
import { blankItop, type ItopForm, itopMaps, itopOf, itopSecrets, itopSettings } from './form.ts';

export const itopForm: KindForm<ItopSettings, ItopForm> = {
  blank: blankItop,
  fromSettings: itopOf,
  toSettings: itopSettings,
  maps: itopMaps,
  secretsNeeded: itopSecrets,
  addressOf: ({ url }) => url,
  First: ItopFields,
  More: MoreItopFields,
  underMore: new Set(['organisations', 'statuses', 'impacts', 'urgencies', 'timeZone', 'extraFields']),
};
