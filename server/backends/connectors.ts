// Creates the connectors of configured backends: one each, replaced after its backend was changed.
import type { BackendSecrets, BackendSettings } from '../../contract/backends.ts';
import type { Reason } from '../../contract/primitives.ts';
import type { Check, Connector, OperationResult } from '../connectors/connector.ts';
import type { KindParts } from '../connectors/connector-kind.ts';
import { fetchOutside } from '../link-local.ts';
import { readBackend } from './backend-store.ts';
import { type ConnectorSlot, createConnectorSlot, type SlotSource } from './connector-slot.ts';
import { connectorKind } from './kind-of.ts';
import type { SecretSeal } from './secrets.ts';

type SharedKindParts = Omit<KindParts, 'backendId'>;

/** The configuration that a connector is created from. */
export interface BackendConfig {
  /** id of the backend; any text for settings that are only tested */
  id: string;
  /** null when they cannot be read */
  settings: BackendSettings | null;
  /** null when they cannot be opened */
  secrets: BackendSecrets | null;
}

/** Creates a connector of the backend's kind; it connects at its first operation. */
function createConnector(config: BackendConfig, shared: SharedKindParts): Connector {
  const { id, settings, secrets } = config;
  if (settings === null)
    return unusableConnector({ name: 'reachable', problem: UNREADABLE }, UNKNOWN_BACKEND);
  if (secrets === null) {
    const locked = createConnector({ ...config, secrets: {} }, shared);
    return unusableConnector({ name: 'sign-in', problem: LOCKED }, locked);
  }
  return connectorKind(settings.kind).create(settings, secrets, { ...shared, backendId: id });
}

const LOCKED: Reason = {
  en: 'Its password or token was encrypted with another server key and cannot be read: enter it again.',
  fr: 'Son mot de passe ou son jeton a été chiffré avec une autre clé de serveur et ne peut pas être lu\u00a0: saisissez-le à nouveau.',
};

const UNREADABLE: Reason = {
  en: 'Its settings cannot be read by this version of the server: enter them again.',
  fr: 'Ses paramètres ne peuvent pas être lus par cette version du serveur\u00a0: saisissez-les à nouveau.',
};

/** Stands in for unreadable settings: comments and files are queued, which every backend accepts, and nothing else. */
const UNKNOWN_BACKEND: Pick<Connector, 'capabilities' | 'close'> = {
  capabilities: {
    comments: true,
    attachments: 'upload',
    acts: [],
    resolve: false,
    staff: {},
    rating: false,
    contacts: false,
    changes: false,
    catalogue: false,
    people: false,
  },
  close: async () => {},
};

/** Replaces a connector whose stored configuration cannot be used: all operations fail with `unreachable` and are retried. */
function unusableConnector(
  check: Check & { problem: Reason },
  { capabilities, close }: Pick<Connector, 'capabilities' | 'close'>,
): Connector {
  const wait = async (): Promise<OperationResult<never>> => ({
    ok: false,
    failure: { kind: 'unreachable', reason: check.problem },
  });
  return {
    capabilities,
    check: async () => [check],
    createTicket: wait,
    addComment: wait,
    addAttachment: wait,
    transition: wait,
    rate: wait,
    addContact: wait,
    findByKey: wait,
    changesSince: wait,
    catalogue: wait,
    people: wait,
    close,
  };
}

export interface Connectors {
  /** Returns the backend's connector, which always uses the current settings; null for an unknown backend. */
  of(backendId: string): Promise<Connector | null>;
  /** Creates a connector for a single use; the caller closes it. */
  make(config: BackendConfig): Connector;
  /** Closes all connectors, each after its running operations have ended. */
  close(): Promise<void>;
}

export interface ConnectorsParts {
  seal: SecretSeal;
  kindParts: SharedKindParts;
}

/**
 * Requests of connectors never follow a redirect, which would send password and tickets to an address that no administrator
 * entered, and never go to a link-local address.
 */
export function createConnectors({ seal, kindParts: given }: ConnectorsParts): Connectors {
  const parts = { seal, kindParts: { ...given, fetch: fetchOutside(given.fetch, given.resolve) } };
  const slots = new Map<string, ConnectorSlot>();
  return {
    async of(backendId) {
      const slot = slots.get(backendId) ?? createConnectorSlot(sourceOf(parts, backendId));
      slots.set(backendId, slot);
      if (!(await slot.refresh())) {
        slots.delete(backendId);
        await slot.close();
        return null;
      }
      return slot.connector;
    },
    make: (config) => createConnector(config, parts.kindParts),
    async close() {
      await Promise.all([...slots.values()].map((slot) => slot.close()));
      slots.clear();
    },
  };
}

function sourceOf({ seal, kindParts }: ConnectorsParts, backendId: string): SlotSource {
  const { db } = kindParts;
  return {
    async revision() {
      const row = await db
        .selectFrom('backend')
        .select('revision')
        .where('id', '=', backendId)
        .executeTakeFirst();
      return row?.revision ?? null;
    },
    async make() {
      const backend = await readBackend({ db, seal }, backendId);
      return backend && { revision: backend.revision, connector: createConnector(backend, kindParts) };
    },
  };
}
