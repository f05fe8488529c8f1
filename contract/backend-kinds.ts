// Every kind of backend, one line each: the schema of its settings, and the names of its secrets.
import { ATERA_SECRETS, AteraSettings } from './atera-settings.ts';
import { BUILT_IN_SECRETS, BuiltInSettings } from './built-in-settings.ts';
import { ITOP_SECRETS, ItopSettings } from './itop-settings.ts';
import { MAIL_SECRETS, MailSettings } from './mail-settings.ts';

/** In the order in which the console offers them. docs/add-a-connector.md says what a new kind needs. */
export const BACKEND_KINDS = [
  { settings: BuiltInSettings, secrets: BUILT_IN_SECRETS },
  { settings: ItopSettings, secrets: ITOP_SECRETS },
  { settings: AteraSettings, secrets: ATERA_SECRETS },
  { settings: MailSettings, secrets: MAIL_SECRETS },
] as const;
