// What the receiving mail server says about the sender of a mail (Authentication-Results, RFC 8601).

/**
 * Whether the results vouch for this domain: DMARC passed, or a DKIM signature of the domain or of one above it is valid.
 * @param headers the values of all Authentication-Results headers, the latest first
 * @param server the authserv-id of the receiving mail server; headers of others prove nothing
 * @param domain the domain in From
 */
export function isAuthenticated(headers: readonly string[], server: string, domain: string): boolean {
  // a receiving server removes forged headers in its own name, and puts its own on top
  const own = headers.map(partsOf).find(([id]) => id?.split(/\s/)[0]?.toLowerCase() === server.toLowerCase());
  return (own ?? []).slice(1).some((result) => vouchesFor(result, domain.toLowerCase()));
}

function partsOf(header: string): string[] {
  return withoutComments(header)
    .split(';')
    .map((part) => part.trim());
}

function vouchesFor(result: string, domain: string): boolean {
  const properties = new Map(
    result.split(/\s+/).map((property) => {
      const [name = '', value = ''] = property.toLowerCase().split('=');
      return [name, value.replace(/^"|"$/g, '')] as const;
    }),
  );
  if (properties.get('dmarc') === 'pass') return (properties.get('header.from') ?? domain) === domain;
  const signer = properties.get('header.d') ?? properties.get('header.i')?.split('@').at(-1);
  if (properties.get('dkim') !== 'pass' || !signer?.includes('.')) return false;
  return domain === signer || domain.endsWith(`.${signer}`);
}

/** Removes comments, which may be nested. */
function withoutComments(text: string): string {
  let depth = 0;
  let rest = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) rest += character;
  }
  return rest;
}
