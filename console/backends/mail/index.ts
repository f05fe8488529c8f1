// The kind mail (Octopus, or any desk fed by mail), as kinds.ts lists it.
import type { MailSettings } from '../../../contract/mail-settings.ts';
import type { KindForm } from '../fields/kind-form.ts';
import { MailFields, MoreMailFields } from './fields.tsx';
import { blankMail, type MailForm, mailOf, mailSecrets, mailSettings } from './form.ts';

export const mailForm: KindForm<MailSettings, MailForm> = {
  blank: blankMail,
  fromSettings: mailOf,
  toSettings: mailSettings,
  maps: ({ statuses }) => ({ statuses }),
  secretsNeeded: mailSecrets,
  addressOf: ({ to }) => to,
  First: MailFields,
  More: MoreMailFields,
  underMore: new Set([
    'numberPattern',
    'statusPattern',
    'statuses',
    'replyTag',
    'template',
    'serviceRequestTemplate',
    'awaitNumberHours',
    'imap.folder',
  ]),
};
