// The tables of backends: what administrators set up, and which tickets go where.
import type { Generated } from 'kysely';
import type { BackendKind } from '../../contract/backends.ts';

/** written by backends/backend-store; cursor, polledAt, what was left out and the last failure by delivery and its poller */
export interface BackendTable {
  /** 'built-in', or a UUID */
  id: string;
  kind: BackendKind;
  name: string;
  /** JSON, BackendSettings of the contract */
  settings: string;
  /** as backends/secrets seals them; null where there are none */
  sealedSecrets: string | null;
  /** what changesSince gave for its next call */
  cursor: string | null;
  polledAt: string | null;
  lastFailureAt: string | null;
  /** as storage/reasons writes it */
  lastFailure: string | null;
  /** what was last not taken from it, and why, written alike */
  leftOut: string | null;
  leftOutAt: string | null;
  createdAt: string;
  /** how often its settings or secrets were changed: a connector made from an earlier revision is made anew */
  revision: Generated<number>;
}

/** written by backends/routing; both null is the default */
export interface RouteTable {
  organisationId: string | null;
  entryId: string | null;
  backendId: string;
}
