// The settings of an iTop.
import { z } from 'zod';
import { HttpUrl, mapOf, ShortText, StatusMap } from './backend-fields.ts';
import { Impact, Urgency } from './primitives.ts';

/** iTop 3.2 with its REST services. */
export const ItopSettings = z.object({
  kind: z.literal('itop'),
  /** URL of the folder above webservices/ */
  url: HttpUrl,
  /** name of the account; null authenticates by token */
  user: ShortText.nullable(),
  /** maps names of our organisations to their names in iTop; one that is missing has the same name there */
  organisations: z.record(ShortText, ShortText).default({}),
  /** iTop class of incidents: a class of its own with the ITIL modules */
  incidentClass: z.enum(['UserRequest', 'Incident']).default('UserRequest'),
  statuses: StatusMap.default({}),
  impacts: mapOf(Impact).default({ department: '1', service: '2', person: '3' }),
  urgencies: mapOf(Urgency).default({ critical: '1', high: '2', medium: '3', low: '4' }),
  /** IANA name of the time zone of its dates, which carry none */
  timeZone: ShortText.default('UTC'),
  /** additional fields of a new ticket, such as origin */
  extraFields: z.record(ShortText, z.string().max(500)).default({}),
});
export type ItopSettings = z.infer<typeof ItopSettings>;

/** The account's password or an API token, never both. */
export const ITOP_SECRETS = ['password', 'token'] as const;
