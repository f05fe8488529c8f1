// Formats a person's name and address for technicians.
import type { Person } from './connector.ts';

/** Such as `Full Name <name@example.org>`. */
export function named({ fullName, email }: Person): string {
  return `${fullName} <${email}>`;
}
