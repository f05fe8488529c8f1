// The fields that the settings of several kinds of backends have in common.
import { z } from 'zod';
import { Language, TicketStatus } from './primitives.ts';

/** An http or https URL without user or password: those are secrets, and URLs are displayed. */
export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(/^[^/]+\/\/[^/?#@]*(?:[/?#]|$)/);

/** A name, an id or a value of the backend. */
export const ShortText = z.string().trim().min(1).max(200);

/** Maps the backend's own statuses to ours. A status that is missing is shown as the backend names it, never guessed. */
export const StatusMap = z.record(z.string().trim().min(1).max(100), TicketStatus);

/** Maps our values to the backend's. */
export function mapOf<T extends z.ZodEnum>(ours: T) {
  return z.record(ours, ShortText);
}

/** Language of what Guichet adds to the texts for technicians: field labels, the category, facts. */
export const TechnicianLanguage = Language.default('en');
