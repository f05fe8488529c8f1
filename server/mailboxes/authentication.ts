// Whether the receiving mail server vouches for the sender of a mail (Authentication-Results, RFC 8601).
import { type MethodResult, parseAuthenticationResults } from './authentication-results.ts';

/** In characters; mail servers write less than 2,000. */
const LONGEST = 16_000;
/** Results of DMARC without a verdict, such as for a domain without a policy: a signature can still prove the sender. */
const UNDECIDED = ['none', 'temperror', 'permerror', 'bestguesspass'];

/**
 * Whether the results vouch for this domain: DMARC passed, or a DKIM signature of the domain or of one above it is valid.
 * A DMARC failure in any header of that server outweighs everything, and a header that is not well-formed proves nothing:
 * senders choose part of the text.
 * @param headers the values of all Authentication-Results headers, the latest first
 * @param server the authserv-id of the receiving mail server; headers of others prove nothing
 * @param domain the domain in From
 */
export function isAuthenticated(headers: readonly string[], server: string, domain: string): boolean {
  // senders can lengthen the receiving server's own, and what it says must not be cut
  if (headers.some(({ length }) => length > LONGEST)) return false;
  const own = headers.flatMap((header) => {
    const parsed = parseAuthenticationResults(header);
    return parsed?.server === server.toLowerCase() ? [{ header, results: parsed.results }] : [];
  });
  if (own.some(({ header, results }) => hasFailed(header, results))) return false;
  // A receiving server puts its header on top: the ones below may be the sender's. They can only take away: servers that
  // write a header for each method (OpenDKIM, OpenDMARC) may have the failure in another one.
  const [latest] = own;
  return (latest?.results ?? []).some((result) => vouchesFor(result, domain.toLowerCase()));
}

function hasFailed(header: string, results: readonly MethodResult[] | null): boolean {
  // also in a comment: a server that copies text of the sender unchanged may have let it hide the failure
  if (results === null || /dmarc\s*=\s*fail/i.test(header)) return true;
  const verdicts = results.filter(({ method }) => method === 'dmarc').map(({ result }) => result);
  return new Set(verdicts).size > 1 || verdicts.some((one) => one !== 'pass' && !UNDECIDED.includes(one));
}

function vouchesFor(result: MethodResult, domain: string): boolean {
  if (result.result !== 'pass') return false;
  if (result.method === 'dmarc') return isOnly(domain, valuesOf(result, 'header.from'));
  if (result.method !== 'dkim') return false;
  const domains = valuesOf(result, 'header.d');
  const identities = valuesOf(result, 'header.i').map((identity) =>
    identity.slice(identity.lastIndexOf('@') + 1),
  );
  const [signer = '', ...more] = domains.length > 0 ? domains : identities;
  if (more.length > 0 || !signer.includes('.')) return false;
  return domain === signer || domain.endsWith(`.${signer}`);
}

function isOnly(domain: string, values: readonly string[]): boolean {
  return values.length === 1 && values[0] === domain;
}

function valuesOf({ properties }: MethodResult, wanted: string): string[] {
  return properties.filter(({ name }) => name === wanted).map(({ value }) => value.toLowerCase());
}
