// One backend's place among the connectors: operations go to the connector of its present revision, older ones end in peace.
import type { Capabilities, Connector } from '../connectors/connector.ts';

/** Where the connector of a backend comes from. */
export interface SlotSource {
  /** how often the backend was changed; null when it is not there */
  revision(): Promise<number | null>;
  /** null when it is not there */
  make(): Promise<{ revision: number; connector: Connector } | null>;
}

export interface ConnectorSlot {
  /** always of the present revision; its operations throw once the backend is removed */
  readonly connector: Connector;
  /** Makes the connector where that is needed; false when the backend is not there. */
  refresh(): Promise<boolean>;
  /** Closes the connector once its operations have ended. */
  close(): Promise<void>;
}

interface Made {
  revision: number;
  connector: Connector;
  /** operations under way */
  running: number;
  /** called when the last of them ends; null while none waits for that */
  ended: (() => void) | null;
}

export function createConnectorSlot(source: SlotSource): ConnectorSlot {
  let present: Made | null = null;
  let making: ReturnType<SlotSource['make']> | null = null;
  const closing = new Set<Promise<void>>();

  async function refresh(): Promise<boolean> {
    const revision = await source.revision();
    if (revision === null) return false;
    if (present && present.revision >= revision) return true;
    making ??= source.make().finally(() => {
      making = null;
    });
    const made = await making;
    // whoever waited for the same making finds it taken
    if (made && present?.connector !== made.connector) replace({ ...made, running: 0, ended: null });
    return made !== null;
  }

  function replace(made: Made | null): void {
    const before = present;
    present = made;
    if (!before) return;
    const closed = closeAtRest(before).finally(() => closing.delete(closed));
    closing.add(closed);
  }

  async function withPresent<T>(act: (connector: Connector) => Promise<T>): Promise<T> {
    const isThere = await refresh();
    const made = present;
    if (!isThere || !made) throw new Error('the backend of this connector was removed');
    made.running += 1;
    try {
      return await act(made.connector);
    } finally {
      made.running -= 1;
      if (made.running === 0) made.ended?.();
    }
  }

  return {
    connector: passOn(withPresent, () => {
      if (!present) throw new Error('a connector was asked before its slot was refreshed');
      return present.connector.capabilities;
    }),
    refresh,
    async close() {
      replace(null);
      await Promise.all(closing);
    },
  };
}

async function closeAtRest(made: Made): Promise<void> {
  if (made.running > 0) {
    const { promise, resolve } = Promise.withResolvers<void>();
    made.ended = resolve;
    await promise;
  }
  await made.connector.close();
}

function passOn(
  through: <T>(act: (connector: Connector) => Promise<T>) => Promise<T>,
  capabilities: () => Capabilities,
): Connector {
  return {
    get capabilities() {
      return capabilities();
    },
    check: () => through((connector) => connector.check()),
    createTicket: (operation) => through((connector) => connector.createTicket(operation)),
    addComment: (operation) => through((connector) => connector.addComment(operation)),
    addAttachment: (operation) => through((connector) => connector.addAttachment(operation)),
    transition: (operation) => through((connector) => connector.transition(operation)),
    rate: (operation) => through((connector) => connector.rate(operation)),
    addContact: (operation) => through((connector) => connector.addContact(operation)),
    findByKey: (question) => through((connector) => connector.findByKey(question)),
    changesSince: (cursor) => through((connector) => connector.changesSince(cursor)),
    catalogue: (organisation) => through((connector) => connector.catalogue(organisation)),
    people: (organisation, search) => through((connector) => connector.people(organisation, search)),
    // the slot closes what it made
    close: async () => {},
  };
}
