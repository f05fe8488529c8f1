// The fields that the settings of several kinds of backends have in common.
import { z } from 'zod';
import { Language, TicketStatus } from './primitives.ts';

/** Without a user or a password in it: those are secrets, and addresses are shown. */
export const HttpUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .regex(/^[^/]+\/\/[^/?#@]*(?:[/?#]|$)/);

/** A name, a number or a word of the backend. */
export const ShortText = z.string().trim().min(1).max(200);

/** A backend's own words for states, each with ours. What is missing is shown as it is, never guessed. */
export const StatusMap = z.record(z.string().trim().min(1).max(100), TicketStatus);

/** Ours, each with the backend's number or word. */
export function mapOf<T extends z.ZodEnum>(ours: T) {
  return z.record(ours, ShortText);
}

/** Of the technicians who read what Guichet adds to the texts: names of fields, the category, facts. */
export const TechnicianLanguage = Language.default('en');
