// Whose certificates the server takes: Node's own list, and that of the system, where a company adds an authority of its own.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Reason } from '../contract/primitives.ts';

/** For all connections that begin later, of every client. Also what `--use-system-ca` does, whatever started the server. */
export function trustSystemAuthorities(): void {
  // Node before 24.5: NODE_EXTRA_CA_CERTS names a file
  if (typeof setDefaultCACertificates !== 'function') return;
  const all = [...getCACertificates('default'), ...getCACertificates('system')];
  setDefaultCACertificates([...new Set(all)]);
}

/** Codes and messages of OpenSSL for a certificate that no known authority has signed. */
const UNKNOWN =
  /UNABLE_TO_(?:VERIFY|GET_ISSUER)|SELF_SIGNED_CERT|unable to (?:verify the first|get (?:local )?issuer)|self[- ]signed certificate/i;

/** Returns what to do about such a certificate; null for any other failure. `detail` is a code or a message. */
export function unknownAuthority(who: string, detail: string): Reason | null {
  if (!UNKNOWN.test(detail)) return null;
  return {
    en: `${who} has a certificate of an authority that this server does not know (${detail}). Nothing was sent. Add the authority to the certificates of the machine that runs Guichet, then start Guichet again.`,
    fr: `${who} a un certificat d’une autorité que ce serveur ne connaît pas (${detail}). Rien n’a été envoyé. Ajoutez cette autorité aux certificats de la machine qui exécute Guichet, puis redémarrez Guichet.`,
  };
}
