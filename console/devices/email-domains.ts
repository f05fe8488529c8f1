// Parses the e-mail domains of an organisation.

/** Parses domains separated by lines, commas, semicolons or spaces, with or without @. */
export function domainsOf(typed: string): string[] {
  return typed
    .split(/[\s,;]+/)
    .map((domain) => domain.replace(/^@/, ''))
    .filter((domain) => domain !== '');
}
