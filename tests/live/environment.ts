// Parses the environment variables of the real systems, and lists what is missing for each.

import { z } from 'zod';
import { parseJson } from '../../contract/json.ts';
import { TicketStatus } from '../../contract/primitives.ts';

const Url = z.url({ protocol: /^https?$/ });
const Text = z.string().trim().min(1);

const Itop = z
  .object({
    ITOP_URL: Url,
    ITOP_USER: Text.optional(),
    ITOP_PASSWORD: Text.optional(),
    ITOP_TOKEN: Text.optional(),
    ITOP_ORGANISATION: Text,
    /** iTop's default */
    ITOP_TIME_ZONE: Text.default('Europe/Paris'),
    ITOP_INCIDENT_CLASS: z.enum(['UserRequest', 'Incident']).default('UserRequest'),
  })
  .refine(({ ITOP_USER, ITOP_PASSWORD, ITOP_TOKEN }) => Boolean(ITOP_TOKEN || (ITOP_USER && ITOP_PASSWORD)), {
    path: ['ITOP_USER and ITOP_PASSWORD, or ITOP_TOKEN'],
    message: 'missing',
    when: () => true,
  });
export type ItopEnvironment = z.infer<typeof Itop>;

/** A program that makes an iTop fail, called with the name of the fault and `on` or `off`. */
const Faults = z.object({ ITOP_FAULTS: Text });

const Atera = z.object({
  ATERA_URL: Url.default('https://app.atera.com/api/v3'),
  ATERA_KEY: Text,
  ATERA_SIGN_IN: z.enum(['api-key', 'bearer']).default('api-key'),
  ATERA_CUSTOMER: Text,
  /** id of the technician in whose name the suite replies */
  ATERA_TECHNICIAN: Text.optional(),
  /** JSON: our statuses by the account's status names */
  ATERA_STATUSES: z.string().default('{}').transform(parseJson).pipe(z.record(z.string(), TicketStatus)),
});
export type AteraEnvironment = z.infer<typeof Atera>;

const MailServers = z.object({
  /** smtp:// or smtps://user:password@host:port */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  /** imap:// or imaps://user:password@host:port/FOLDER: receives the desk's mails and ours */
  IMAP_URL: z.url({ protocol: /^imaps?$/ }),
  MAIL_REPLY_TO: z.email(),
  /** domain of the requesters: the SMTP server must accept any of its addresses as sender */
  MAIL_FROM_DOMAIN: Text,
});
export type MailServers = z.infer<typeof MailServers>;

const Mail = MailServers.extend({ MAIL_DESK_TO: z.email() });
export type MailEnvironment = z.infer<typeof Mail>;

const Rt = MailServers.extend({
  /** above REST/2.0 */
  RT_URL: Url,
  RT_USER: Text,
  RT_PASSWORD: Text,
  /** of the queue */
  RT_ADDRESS: z.email(),
  /** its $rtname, which is in the subject of its mails */
  RT_NAME: Text,
});
export type RtEnvironment = z.infer<typeof Rt>;

/** The variables of a system, or the names of those that are missing or invalid. */
export type LiveEnvironment<T> =
  | { isConfigured: true; values: T }
  | { isConfigured: false; missing: string[] };

/** Names invalid variables without their values: some are secrets. */
function read<T>(schema: z.ZodType<T>, environment: NodeJS.ProcessEnv): LiveEnvironment<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return { isConfigured: true, values: parsed.data };
  const missing = parsed.error.issues.map(({ path }) => {
    const name = String(path[0]);
    return environment[name] ? `${name} (invalid)` : name;
  });
  return { isConfigured: false, missing: [...new Set(missing)] };
}

export const readItop = (environment = process.env) => read(Itop, environment);
export const readFaults = (environment = process.env) => read(Faults, environment);
export const readAtera = (environment = process.env) => read(Atera, environment);
export const readMail = (environment = process.env) => read(Mail, environment);
export const readRt = (environment = process.env) => read(Rt, environment);
