import type { Person } from './connector.ts';

/** As mails name a person: the full name, then the address. */
export function named({ fullName, email }: Person): string {
  return `${fullName} <${email}>`;
}
