// What the backends of an organisation's new tickets do not accept, as its agents receive it.
import { type BackendGaps, NO_GAPS } from '../../contract/catalogue.ts';
import type { Capabilities } from '../connectors/connector.ts';
import type { Database } from '../storage/schema.ts';
import type { Backends } from './backends.ts';
import { levelsOf, readRoutesOf } from './routing.ts';

/** Called at every sync: reads the catalogue only where one of the backends lacks something. */
export async function readBackendGaps(
  db: Database,
  backends: Backends,
  organisationId: string,
): Promise<BackendGaps> {
  const { backendIds, backendOf } = await readRoutesOf(db, organisationId);
  const lacking = new Map<string, Capabilities>();
  for (const id of backendIds) {
    const { capabilities } = await backends.connectorOf(id);
    if (!takesFiles(capabilities) || !decides(capabilities)) lacking.set(id, capabilities);
  }
  if (lacking.size === 0) return NO_GAPS;
  const leaves = await db
    .selectFrom('catalogueEntry')
    .select(['id', 'serviceId', 'familyId', 'approver'])
    .where('organisationId', '=', organisationId)
    .where('retiredAt', 'is', null)
    .orderBy('position')
    .execute();
  const routed = leaves.map((leaf) => ({ ...leaf, lacks: lacking.get(backendOf(levelsOf(leaf))) }));
  const uncategorised = lacking.get(backendOf([]));
  return {
    files: [
      ...(uncategorised && !takesFiles(uncategorised) ? [null] : []),
      ...routed.filter(({ lacks }) => lacks && !takesFiles(lacks)).map(({ id }) => id),
    ],
    approval: routed
      .filter(({ approver, lacks }) => approver !== null && lacks && !decides(lacks))
      .map(({ id }) => id),
  };
}

function takesFiles({ attachments }: Capabilities): boolean {
  return attachments !== 'none';
}

function decides({ acts }: Capabilities): boolean {
  return acts.includes('approve');
}
