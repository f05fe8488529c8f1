// Tables of backends and routes.
import type { Generated } from 'kysely';
import type { BackendKind } from '../../contract/backends.ts';

/** written by backends/backend-store; cursor, polledAt, leftOut and lastFailure by delivery and updates/poller */
export interface BackendTable {
  /** 'built-in', or a UUID */
  id: string;
  kind: BackendKind;
  name: string;
  /** JSON, BackendSettings of the contract */
  settings: string;
  /** sealed by backends/secrets; null where there are none */
  sealedSecrets: string | null;
  /** change cursor for the next call of changesSince */
  cursor: string | null;
  polledAt: string | null;
  /** nothing is sent to it until then, because it could not be reached; null while it can (delivery/lane) */
  leftAloneUntil: string | null;
  lastFailureAt: string | null;
  /** written by storage/reasons */
  lastFailure: string | null;
  /** the last item from it that was not accepted, and why; written by storage/reasons */
  leftOut: string | null;
  leftOutAt: string | null;
  createdAt: string;
  /** how often settings or secrets were changed: a connector of an earlier revision is replaced */
  revision: Generated<number>;
}

/** written by backends/routing; organisationId and entryId are both null for the default route */
export interface RouteTable {
  organisationId: string | null;
  entryId: string | null;
  backendId: string;
}
