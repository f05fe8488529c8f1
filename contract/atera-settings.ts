// The settings of an Atera account.
import { z } from 'zod';
import { HttpUrl, mapOf, ShortText, StatusMap, TechnicianLanguage } from './backend-fields.ts';
import { Impact, Urgency } from './primitives.ts';

/** An account of Atera, reached by its REST API v3. */
export const AteraSettings = z.object({
  kind: z.literal('atera'),
  url: HttpUrl.default('https://app.atera.com/api/v3'),
  /** how the API key is sent: X-API-KEY for older accounts, a bearer token for newer ones */
  signIn: z.enum(['api-key', 'bearer']).default('api-key'),
  /** name of the ticket's custom field for the device; null when there is none */
  deviceField: ShortText.nullable().default(null),
  /** id of the technician in whose name internal notes are written; null: there are none from here */
  noteTechnician: z
    .string()
    .trim()
    .regex(/^\d{1,18}$/)
    .nullable()
    .default(null),
  statuses: StatusMap.default({}),
  impacts: mapOf(Impact).default({ person: 'Minor', department: 'Major', service: 'Crisis' }),
  priorities: mapOf(Urgency).default({ low: 'Low', medium: 'Medium', high: 'High', critical: 'Critical' }),
  /** days during which a signed link to an attachment is valid */
  linkDays: z.int().min(1).max(3650).default(90),
  language: TechnicianLanguage,
});
export type AteraSettings = z.infer<typeof AteraSettings>;

/** `token` is the account's API key. */
export const ATERA_SECRETS = ['token'] as const;
