// Constants and limits that need no schema. A page can load them without zod, which is larger than the form itself.

/** Bytes in a megabyte, the unit of limits on file sizes. */
export const MEGABYTE = 1024 * 1024;

/** The most that a client may send or ask for. Lengths of texts are UTF-16 code units, sizes are bytes. */
export const LIMITS = {
  title: 250,
  description: 100_000,
  comment: 100_000,
  pendingReason: 2000,
  priorityReason: 500,
  fullName: 200,
  attachmentName: 255,
  attachmentsPerCommand: 10,
  attachmentBytesPerCommand: 100 * MEGABYTE,
  contacts: 20,
  answers: 50,
  answer: 10_000,
  facts: 40,
  fact: 1000,
  commandsPerSync: 20,
  ticketsPerSync: 200,
  peoplePerSearch: 20,
} as const;

/** As in ITIL. */
export const TICKET_KINDS = ['incident', 'service_request'] as const;

/** Who is affected: one person, a team or service, a whole department (iTop's impact 3, 2, 1). */
export const IMPACTS = ['person', 'service', 'department'] as const;

/** How urgent it is (iTop's urgency 4 to 1). */
export const URGENCIES = ['low', 'medium', 'high', 'critical'] as const;

/** How soon a ticket is to be dealt with (iTop's priority 4 to 1). */
export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;

/** The severities of an announcement, the mildest first. */
export const SEVERITIES = ['information', 'disruption', 'outage'] as const;

/** The media types of files that are shown as pictures. They cannot contain scripts; SVG can. */
export const PICTURE_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
]);

/** The shortest search for people, in characters. */
export const SHORTEST_SEARCH = 2;

/** Ends an exhaustive switch: the call does not compile while a case is missing. Throws when it is reached. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
