// The interface of a kind of backend; server/backends/kinds.ts lists the kinds.
import type { BackendSecrets, SecretName } from '../../contract/backends.ts';
import type { Language, Reason } from '../../contract/primitives.ts';
import type { Result } from '../../contract/result.ts';
import type { MailFile } from '../mailboxes/mail-files.ts';
import type { MailParser } from '../mailboxes/mail-parser.ts';
import type { Database } from '../storage/schema.ts';
import type { Connector, ConnectorParts } from './connector.ts';
import type { StoredFiles } from './kept-files.ts';

/** The dependencies of a connector. */
export interface KindParts extends ConnectorParts {
  db: Database;
  /** key of the backend's rows, for kinds with tables of their own */
  backendId: string;
  /** the connector of the built-in desk */
  builtIn: Connector;
  /** Opens the parser of one mailbox, which closes it. */
  openParser(): MailParser;
  /** Stores files of a mail as a comment has them, and names those that are left out in this language. */
  keepFiles(found: readonly MailFile[], language: Language): Promise<StoredFiles>;
}

/** A server that a backend runs on. */
export interface BackendServer {
  host: string;
  port: number;
}

/** `S`: the kind's settings from the contract. */
export interface ConnectorKind<S extends { kind: string }> {
  /** Creates a connector, which connects at its first operation. */
  create(settings: S, secrets: BackendSecrets, parts: KindParts): Connector;
  /** Returns the servers that it connects to. They are audited, and may not be link-local. */
  serversOf(settings: S): readonly BackendServer[];
  /**
   * Returns who receives this secret and how the connection is protected; null where nobody does. When a change of
   * settings changes this text, the secret has to be entered again.
   */
  receiverOf(settings: S, secret: SecretName): string | null;
  /** Returns why settings that match the schema cannot be used. Left out where the schema checks everything. */
  checkSettings?(settings: S): Result<void>;
  /**
   * Returns the hours after which staff are notified of a missing ticket number; null where none will come. Left out
   * where the backend returns the number when it creates the ticket.
   */
  hoursToNumber?(settings: S): number | null;
  /** Returns what the settings leave open to others, for administrators; null for nothing. */
  warningOf?(settings: S): Reason | null;
}
