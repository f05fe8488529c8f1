// Constants and limits that need no schema. A page can load them without zod, which weighs more than the form itself.

/** Bytes: file sizes are told in these. */
export const MEGABYTE = 1024 * 1024;

/** What a person or a machine may send at most. Characters are UTF-16 code units, sizes are bytes. */
export const LIMITS = {
  title: 250,
  description: 100_000,
  comment: 100_000,
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

export const TICKET_KINDS = ['incident', 'service_request'] as const;

/** Who is affected: one person, a team or service, a whole department (iTop's impact 3, 2, 1). */
export const IMPACTS = ['person', 'service', 'department'] as const;

/** How pressing it is (iTop's urgency 4 to 1). */
export const URGENCIES = ['low', 'medium', 'high', 'critical'] as const;

/** From the mildest. */
export const SEVERITIES = ['information', 'disruption', 'outage'] as const;

/** A statement an exhaustive switch ends with: it does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
