// The connectors of the backends as they are set up: each made once, and made anew after its backend was changed.
import type { BackendSecrets, BackendSettings } from '../../contract/backends.ts';
import type { Reason } from '../../contract/primitives.ts';
import type { Answer, Check, Connector } from '../connectors/connector.ts';
import type { KindParts } from '../connectors/connector-kind.ts';
import { readBackend } from './backend-store.ts';
import { type ConnectorSlot, createConnectorSlot, type SlotSource } from './connector-slot.ts';
import { connectorKind } from './kind-of.ts';
import type { SecretSeal } from './secrets.ts';

type MakingParts = Omit<KindParts, 'backendId'>;

/** What a connector is made of. */
export interface Making {
  /** of the backend; anything for one that is only tried */
  id: string;
  /** null when they cannot be read */
  settings: BackendSettings | null;
  /** null when they cannot be opened */
  secrets: BackendSecrets | null;
}

/**
 * A connector of the backend's kind. Nothing is connected before its first operation. Its calls go to the address that
 * an administrator entered and never to where that redirects: password and tickets would go along.
 */
function createConnector(making: Making, given: MakingParts): Connector {
  const { id, settings, secrets } = making;
  if (settings === null) return unusableConnector({ name: 'reachable', why: UNREADABLE }, NOTHING_KNOWN);
  if (secrets === null) {
    const locked = createConnector({ ...making, secrets: {} }, given);
    return unusableConnector({ name: 'sign-in', why: LOCKED }, locked);
  }
  const parts = { ...given, backendId: id, fetch: withoutRedirects(given.fetch) };
  return connectorKind(settings.kind).create(settings, secrets, parts);
}

function withoutRedirects(fetcher: typeof fetch): typeof fetch {
  return (input, init) => fetcher(input, { ...init, redirect: 'manual' });
}

const LOCKED: Reason = {
  en: 'What it signs in with was kept with another server key and cannot be opened: enter it again.',
  fr: 'Ce qui sert à s’y connecter a été conservé avec une autre clé de serveur et ne peut pas être ouvert\u00a0: saisissez-le à nouveau.',
};

const UNREADABLE: Reason = {
  en: 'Its settings cannot be read by this version of the server: enter them again.',
  fr: 'Ses paramètres ne peuvent pas être lus par cette version du serveur\u00a0: saisissez-les à nouveau.',
};

/** Of a connector whose settings cannot be read: messages and files wait for it, which every backend takes, and no more. */
const NOTHING_KNOWN: Pick<Connector, 'capabilities' | 'close'> = {
  capabilities: {
    comments: true,
    attachments: 'upload',
    acts: [],
    resolve: false,
    rating: false,
    contacts: false,
    changes: false,
    catalogue: false,
    people: false,
  },
  close: async () => {},
};

/** Stands for one that cannot be used as it is stored: its deliveries wait, as for one that cannot be reached. */
function unusableConnector(
  check: Check & { why: Reason },
  { capabilities, close }: Pick<Connector, 'capabilities' | 'close'>,
): Connector {
  const wait = async (): Promise<Answer<never>> => ({
    ok: false,
    failure: { kind: 'unreachable', reason: check.why },
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
  /** The connector of a backend, the same at each call and always of its present settings; null for an unknown one. */
  of(backendId: string): Promise<Connector | null>;
  /** One that is not kept, for settings that may not be stored; whoever asks closes it. */
  make(making: Making): Connector;
  /** Closes every connector, each once its operations have ended. */
  close(): Promise<void>;
}

export interface ConnectorsParts {
  seal: SecretSeal;
  making: MakingParts;
}

export function createConnectors(parts: ConnectorsParts): Connectors {
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
    make: (making) => createConnector(making, parts.making),
    async close() {
      await Promise.all([...slots.values()].map((slot) => slot.close()));
      slots.clear();
    },
  };
}

function sourceOf({ seal, making }: ConnectorsParts, backendId: string): SlotSource {
  const { db } = making;
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
      return backend && { revision: backend.revision, connector: createConnector(backend, making) };
    },
  };
}
