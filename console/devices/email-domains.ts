// Parses the e-mail domains of an organisation.
import { typedList } from '../ui/typed-list.ts';

/** Parses a list of domains, with or without @. */
export function domainsOf(typed: string): string[] {
  return typedList(typed)
    .map((domain) => domain.replace(/^@/, ''))
    .filter((domain) => domain !== '');
}
