// The backends as delivery and updates use them: each with its connector, and with what it can do.
import type { Capabilities, Connector } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';

export interface Backend {
  id: string;
  connector: Connector;
}

/** Both read the database: neither may be asked inside a transaction. */
export interface Backends {
  /** The connector of a backend that is known to exist. */
  connectorOf(id: string): Promise<Connector>;
  all(): Promise<Backend[]>;
}

/** Every backend that is stored, each with the connector that `connectorOf` gives for it, null for one just removed. */
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

/** What every backend can do, read before a transaction for use inside it. */
export interface Abilities {
  /** of a backend that is known to exist */
  of(backendId: string): Capabilities;
}

export async function readAbilities(backends: Backends): Promise<Abilities> {
  const known = new Map((await backends.all()).map(({ id, connector }) => [id, connector.capabilities]));
  return {
    of(backendId) {
      const capabilities = known.get(backendId);
      if (!capabilities) throw new Error(`the backend ${backendId} was added a moment ago`);
      return capabilities;
    },
  };
}
