// Formats a person's name and address for technicians.
import type { Person } from './connector.ts';

/** Such as `Full Name <name@example.org>`; the name alone where there is no address, as of a technician of another desk. */
export function named({ fullName, email }: Person): string {
  return email === '' ? fullName : `${fullName} <${email}>`;
}

/** As `named`, with round brackets. */
export function namedInBrackets({ fullName, email }: Person): string {
  return email === '' ? fullName : `${fullName} (${email})`;
}
