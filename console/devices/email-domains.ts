// How the domains of an organisation are read from what a person typed.

/** Domains as people write them: one a line or separated by commas or spaces, with or without @. */
export function domainsOf(typed: string): string[] {
  return typed
    .split(/[\s,;]+/)
    .map((domain) => domain.replace(/^@/, ''))
    .filter((domain) => domain !== '');
}
