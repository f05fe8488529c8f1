// The backends as delivery and updates use them: each with its connector and its capabilities.
import type { RequesterAct } from '../../contract/ticket.ts';
import type { Capabilities, Connector } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';

interface Backend {
  id: string;
  connector: Connector;
}

/** Both methods read the database: do not call them inside a transaction. */
export interface Backends {
  /** Returns the backend's connector. Throws when there is no such backend. */
  connectorOf(id: string): Promise<Connector>;
  all(): Promise<Backend[]>;
}

/** `connectorOf` returns null for a backend that was just removed. */
export function createBackends(
  db: Database,
  connectorOf: (id: string) => Promise<Connector | null>,
): Backends {
  return {
    async connectorOf(id) {
      const connector = await connectorOf(id);
      if (!connector) throw new Error(`there is no backend ${id}`);
      return connector;
    },
    async all() {
      const rows = await db.selectFrom('backend').select('id').orderBy('id').execute();
      const backends: Backend[] = [];
      for (const { id } of rows) {
        const connector = await connectorOf(id);
        if (connector) backends.push({ id, connector });
      }
      return backends;
    },
  };
}

/** The capabilities of every backend, read before a transaction for use inside it. */
export interface CapabilitiesByBackend {
  /** Throws for a backend that was added since. */
  of(backendId: string): Capabilities;
  /** Returns the acts of participants that a ticket of the backend takes; `ref` is null where it is not there yet. */
  actsOn(backendId: string, ref: string | null): readonly RequesterAct[];
}

export async function readCapabilities(backends: Backends): Promise<CapabilitiesByBackend> {
  const known = new Map(
    (await backends.all()).map(({ id, connector }) => [
      id,
      { connector, capabilities: connector.capabilities },
    ]),
  );
  const read = (backendId: string) => {
    const one = known.get(backendId);
    if (!one) throw new Error(`the backend ${backendId} was added after its capabilities were read`);
    return one;
  };
  return {
    of: (backendId) => read(backendId).capabilities,
    actsOn(backendId, ref) {
      const { capabilities, connector } = read(backendId);
      return connector.actsOn?.(ref) ?? capabilities.acts;
    },
  };
}
