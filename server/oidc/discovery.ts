// What a provider says of itself in its discovery document, and what is wrong with it.
import type { ServerMetadata } from 'openid-client';
import type { Reason } from '../../contract/primitives.ts';
import type { SignInCheck } from '../../contract/sign-in.ts';
import { mayBeAsked } from './provider-address.ts';

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;

/** Checks the document of an issuer. */
export function checkDocument(issuer: string, metadata: ServerMetadata): SignInCheck[] {
  return [
    { name: 'document', problem: null },
    { name: 'issuer', problem: issuerProblem(issuer, metadata) },
    { name: 'endpoints', problem: endpointsProblem(metadata) },
    { name: 'pkce', problem: pkceProblem(metadata) },
  ];
}

/**
 * A document for any tenant, such as Entra ID's `common`, names another issuer than its own address. It is refused: anybody
 * can have a tenant, and write any address into it.
 */
function issuerProblem(issuer: string, metadata: ServerMetadata): Reason | null {
  if (withoutSlash(metadata.issuer) === withoutSlash(issuer)) return null;
  return {
    en: `The document is that of ${metadata.issuer}. Enter this address; one for any tenant is not accepted.`,
    fr: `Le document est celui de ${metadata.issuer}. Saisissez cette adresse ; une adresse valable pour tout locataire n’est pas acceptée.`,
  };
}

const withoutSlash = (address: string) => address.replace(/\/$/, '');

function endpointsProblem(metadata: ServerMetadata): Reason | null {
  const missing = ENDPOINTS.filter((name) => metadata[name] === undefined);
  if (missing.length > 0) {
    const names = missing.join(', ');
    return { en: `The document does not name ${names}.`, fr: `Le document ne nomme pas ${names}.` };
  }
  const unsafe = [...ENDPOINTS, 'userinfo_endpoint' as const].filter((name) => {
    const address = metadata[name];
    return address !== undefined && !mayBeAsked(address);
  });
  if (unsafe.length === 0) return null;
  const names = unsafe.join(', ');
  return {
    en: `The document names addresses that are not protected, or not allowed: ${names}.`,
    fr: `Le document nomme des adresses non protégées, ou interdites : ${names}.`,
  };
}

/** Some providers do not list the methods and take S256 all the same, such as Entra ID. */
function pkceProblem({ code_challenge_methods_supported: methods }: ServerMetadata): Reason | null {
  if (methods === undefined || methods.includes('S256')) return null;
  return {
    en: 'The provider does not take PKCE with S256, without which a code could be used by somebody else.',
    fr: 'Le fournisseur n’accepte pas PKCE avec S256, sans lequel un code pourrait servir à quelqu’un d’autre.',
  };
}
