// The closed list of failures that a person or a program can meet, put together from those of each consumer.
import { AGENT_FAILURES } from './agent-failures.ts';
import { CONSOLE_FAILURES } from './console-failures.ts';
import type { Failure } from './failure.ts';
import { LOCAL_FAILURES } from './local-failures.ts';

/** The failures of any request. */
const REQUEST_FAILURES = {
  'malformed-json': {
    status: 400,
    en: 'The request is not valid JSON. Nothing was changed.',
    fr: 'La requête n’est pas du JSON valide. Rien n’a été modifié.',
  },
  'invalid-request': {
    status: 400,
    en: 'The request does not have the expected form. Nothing was changed.',
    fr: 'La requête n’a pas la forme attendue. Rien n’a été modifié.',
  },
  'media-type-unsupported': {
    status: 415,
    en: 'The request is of a type that this server does not read. Nothing was changed.',
    fr: 'La requête est d’un type que ce serveur ne lit pas. Rien n’a été modifié.',
  },
  'body-too-large': {
    status: 413,
    en: 'The request is larger than this server accepts. Nothing was changed.',
    fr: 'La requête dépasse la taille acceptée par ce serveur. Rien n’a été modifié.',
  },
  'not-found': {
    status: 404,
    en: 'There is nothing at this address, or you may not see it.',
    fr: 'Il n’y a rien à cette adresse, ou vous n’y avez pas accès.',
  },
  'too-many-requests': {
    status: 429,
    en: 'Too many tries or requests in a short time. Try again in {wait}.',
    fr: 'Trop d’essais ou de requêtes en peu de temps. Réessayez dans {wait}.',
  },
  'database-unavailable': {
    status: 503,
    en: 'The help desk server cannot use its database at the moment. What was already saved is kept; try again later.',
    fr: 'Le serveur d’assistance ne peut pas utiliser sa base de données pour le moment. Ce qui était enregistré est conservé ; réessayez plus tard.',
  },
  'files-unavailable': {
    status: 503,
    en: 'The help desk server has no room for files, or cannot reach them. What had arrived is kept. An agent tries again by itself; on a page, try again later.',
    fr: 'Le serveur d’assistance n’a plus de place pour les fichiers, ou ne peut pas y accéder. Ce qui était arrivé est conservé. Un agent réessaie de lui-même ; sur une page, réessayez plus tard.',
  },
  internal: {
    status: 500,
    en: 'The help desk server had an unexpected problem. What was already saved is kept; try again later.',
    fr: 'Le serveur d’assistance a rencontré un problème inattendu. Ce qui était enregistré est conservé ; réessayez plus tard.',
  },
} as const satisfies Record<string, Failure>;

/** Every failure, by its code. */
export const FAILURES = {
  ...REQUEST_FAILURES,
  ...AGENT_FAILURES,
  ...CONSOLE_FAILURES,
  ...LOCAL_FAILURES,
} as const;
