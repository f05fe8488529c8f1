// Why a provider did not answer as it should, from the errors of openid-client and of fetch.
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { z } from 'zod';
import type { Reason } from '../../contract/primitives.ts';
import { err, type Result } from '../../contract/result.ts';
import { ProviderOutOfBounds } from './provider-fetch.ts';

/** The discovery document has a problem that the test in the console names. */
export class DocumentUnusable extends Error {}

/** Codes of openid-client for an answer that is not one of a provider: of a proxy, an error page, something else. */
const NO_ANSWER = new Set([
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_ABORT',
]);

/**
 * Returns why the provider refused (sign-in-refused) or could not be asked (sign-in-unavailable). The reason is made of codes
 * alone, because messages may hold what was sent. Rethrows anything that openid-client and fetch do not throw.
 */
export function failureOf(failure: unknown): Result<never> {
  return err(isRefusal(failure) ? 'sign-in-refused' : 'sign-in-unavailable', { reason: problemOf(failure) });
}

function isRefusal(failure: unknown): boolean {
  if (failure instanceof ResponseBodyError) return failure.status < 500;
  if (failure instanceof AuthorizationResponseError || failure instanceof WWWAuthenticateChallengeError)
    return true;
  if (!(failure instanceof ClientError) || failure.cause instanceof ProviderOutOfBounds) return false;
  return failure.code !== 'OAUTH_TIMEOUT' && !NO_ANSWER.has(failure.code ?? '');
}

/** As `failureOf`. */
export function problemOf(failure: unknown): Reason {
  if (failure instanceof DocumentUnusable) {
    return {
      en: 'The discovery document has a problem: test the sign-in in the console.',
      fr: 'Le document de découverte a un problème : testez la connexion dans la console.',
    };
  }
  if (failure instanceof ResponseBodyError || failure instanceof AuthorizationResponseError) {
    return answered(failure.error);
  }
  if (failure instanceof WWWAuthenticateChallengeError) return answered(`HTTP ${failure.status}`);
  if (failure instanceof ClientError) return clientProblem(failure);
  if (failure instanceof TypeError && !('code' in failure)) return unreachable(failure);
  throw failure;
}

/** An error code of a provider is short and has no spaces (RFC 6749 section 5.2). */
function answered(code: string): Reason {
  const said = /^[\w .-]{1,60}$/.test(code) ? code : '?';
  return { en: `The provider answered ${said}.`, fr: `Le fournisseur a répondu ${said}.` };
}

function clientProblem({ code, cause }: ClientError): Reason {
  if (cause instanceof ProviderOutOfBounds) {
    return {
      en: `The provider used ${cause.message}.`,
      fr: 'Le fournisseur utilise une adresse interdite ou envoie une réponse trop longue.',
    };
  }
  if (code === 'OAUTH_TIMEOUT') {
    return { en: 'The provider did not answer in time.', fr: 'Le fournisseur n’a pas répondu à temps.' };
  }
  if (NO_ANSWER.has(code ?? '')) {
    return {
      en: 'There is no discovery document at this address, or the provider answered with an error.',
      fr: 'Il n’y a pas de document de découverte à cette adresse, ou le fournisseur a répondu par une erreur.',
    };
  }
  return {
    en: `The provider’s answer was not valid (${code ?? 'unknown'}).`,
    fr: `La réponse du fournisseur n’est pas valable (${code ?? 'inconnu'}).`,
  };
}

const Caused = z.object({ cause: z.object({ code: z.string() }) });

function unreachable(failure: TypeError): Reason {
  const code = Caused.safeParse(failure).data?.cause.code;
  return code === undefined
    ? { en: 'The provider cannot be reached.', fr: 'Le fournisseur est injoignable.' }
    : { en: `The provider cannot be reached: ${code}.`, fr: `Le fournisseur est injoignable : ${code}.` };
}
