// What the server knows of one kind of backend; server/backends/kinds.ts lists them.
import type { BackendSecrets, SecretName } from '../../contract/backends.ts';
import type { Result } from '../../contract/result.ts';
import type { Database } from '../storage/schema.ts';
import type { Connector, ConnectorParts } from './connector.ts';

/** What a connector is given beside the settings and secrets of its backend. */
export interface KindParts extends ConnectorParts {
  db: Database;
  /** for what a kind keeps in tables of its own */
  backendId: string;
  /** the desk of this server */
  builtIn: Connector;
}

/** `S`: the settings of the kind, as the contract has them. */
export interface ConnectorKind<S extends { kind: string }> {
  /** Connects nothing yet: that is left to the first operation. */
  create(settings: S, secrets: BackendSecrets, parts: KindParts): Connector;
  /** Where the backend is, for the audit: its host, no account; null for this server itself. */
  hostOf(settings: S): string | null;
  /**
   * Who is sent the secret of this name, and how well it is protected on the way; null where nobody is. A change of
   * settings that changes it needs the secret to be entered again.
   */
  receiverOf(settings: S, secret: SecretName): string | null;
  /** Why the settings cannot be used although their schema takes them; left out where the schema says all. */
  checkSettings?(settings: S): Result<void>;
  /**
   * Hours until staff are told that the number of a ticket has not come, null where none will come. Left out where a
   * backend tells the number when it takes the ticket.
   */
  hoursToNumber?(settings: S): number | null;
}
