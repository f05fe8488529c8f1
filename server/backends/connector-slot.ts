// Keeps one backend's connector current: new operations use the latest revision, running ones finish on the old one.
import type { Connector } from '../connectors/connector.ts';

/** Reads the revision of a backend and makes its connector. */
export interface SlotSource {
  /** how often the backend was changed; null when it does not exist */
  revision(): Promise<number | null>;
  /** null when the backend does not exist */
  make(): Promise<{ revision: number; connector: Connector } | null>;
}

export interface ConnectorSlot {
  /** always of the current revision; its operations throw once the backend is removed */
  readonly connector: Connector;
  /** Makes the connector where needed. Returns false when the backend does not exist. */
  refresh(): Promise<boolean>;
  /** Closes the connector once its operations have ended. */
  close(): Promise<void>;
}

interface LiveConnector {
  revision: number;
  connector: Connector;
  /** number of operations that have not finished */
  running: number;
  /** called when the last operation finishes; null unless the connector is being closed */
  onIdle: (() => void) | null;
}

export function createConnectorSlot(source: SlotSource): ConnectorSlot {
  let current: LiveConnector | null = null;
  let pending: ReturnType<SlotSource['make']> | null = null;
  const closing = new Set<Promise<void>>();

  async function refresh(): Promise<boolean> {
    const revision = await source.revision();
    if (revision === null) return false;
    if (current && current.revision >= revision) return true;
    pending ??= source.make().finally(() => {
      pending = null;
    });
    const live = await pending;
    // another caller that awaited the same promise may have installed it already
    if (live && current?.connector !== live.connector) replace({ ...live, running: 0, onIdle: null });
    return live !== null;
  }

  function replace(live: LiveConnector | null): void {
    const before = current;
    current = live;
    if (!before) return;
    const closed = closeWhenIdle(before).finally(() => closing.delete(closed));
    closing.add(closed);
  }

  async function withCurrent<T>(act: (connector: Connector) => Promise<T>): Promise<T> {
    const isThere = await refresh();
    const live = current;
    if (!isThere || !live) throw new Error('the backend of this connector was removed');
    live.running += 1;
    try {
      return await act(live.connector);
    } finally {
      live.running -= 1;
      if (live.running === 0) live.onIdle?.();
    }
  }

  return {
    connector: forward(withCurrent, () => {
      if (!current) throw new Error('a connector was used before its slot was refreshed');
      return current.connector;
    }),
    refresh,
    async close() {
      replace(null);
      await Promise.all(closing);
    },
  };
}

async function closeWhenIdle(live: LiveConnector): Promise<void> {
  if (live.running > 0) {
    const { promise, resolve } = Promise.withResolvers<void>();
    live.onIdle = resolve;
    await promise;
  }
  await live.connector.close();
}

/** Of a backend that takes a key only once, or cannot be asked. */
const NO_DOUBLES = { ok: true, value: { ended: [], left: [] } } as const;

function forward(
  through: <T>(act: (connector: Connector) => Promise<T>) => Promise<T>,
  present: () => Connector,
): Connector {
  return {
    get capabilities() {
      return present().capabilities;
    },
    actsOn: (ticketRef) => {
      const connector = present();
      return connector.actsOn?.(ticketRef) ?? connector.capabilities.acts;
    },
    addressOf: (ticketRef) => present().addressOf?.(ticketRef) ?? null,
    check: () => through((connector) => connector.check()),
    createTicket: (operation) => through((connector) => connector.createTicket(operation)),
    addComment: (operation) => through((connector) => connector.addComment(operation)),
    addAttachment: (operation) => through((connector) => connector.addAttachment(operation)),
    transition: (operation) => through((connector) => connector.transition(operation)),
    rate: (operation) => through((connector) => connector.rate(operation)),
    addContact: (operation) => through((connector) => connector.addContact(operation)),
    findByKey: (question) => through((connector) => connector.findByKey(question)),
    endDoubles: (question) =>
      through(async (connector) => (await connector.endDoubles?.(question)) ?? NO_DOUBLES),
    changesSince: (cursor) => through((connector) => connector.changesSince(cursor)),
    catalogue: (organisation) => through((connector) => connector.catalogue(organisation)),
    people: (organisation, search) => through((connector) => connector.people(organisation, search)),
    // the slot closes the connectors it made
    close: async () => {},
  };
}
