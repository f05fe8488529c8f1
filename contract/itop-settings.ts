// What administrators set up of an iTop.
import { z } from 'zod';
import { HttpUrl, mapOf, ShortText, StatusMap } from './backend-fields.ts';
import { Impact, Urgency } from './primitives.ts';

/** iTop 3.2 with its REST services. */
export const ItopSettings = z.object({
  kind: z.literal('itop'),
  /** up to the folder above webservices/ */
  url: HttpUrl,
  /** name of the account; null signs in by token */
  user: ShortText.nullable(),
  /** our organisation by name, each with the name iTop has for it; one that is missing has the same name there */
  organisations: z.record(ShortText, ShortText).default({}),
  /** class for incidents: with the ITIL modules it is a class of its own */
  incidentClass: z.enum(['UserRequest', 'Incident']).default('UserRequest'),
  statuses: StatusMap.default({}),
  impacts: mapOf(Impact).default({ department: '1', service: '2', person: '3' }),
  urgencies: mapOf(Urgency).default({ critical: '1', high: '2', medium: '3', low: '4' }),
  /** IANA name of the time zone its dates are in, which they do not say */
  timeZone: ShortText.default('UTC'),
  /** what sites add to the fields of a new ticket, such as origin */
  extraFields: z.record(ShortText, z.string().max(500)).default({}),
});
export type ItopSettings = z.infer<typeof ItopSettings>;

/** The account's password, or a token; never both. */
export const ITOP_SECRETS = ['password', 'token'] as const;
