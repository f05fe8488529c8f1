// Makes catalogues for agents: one service with the leaves of the test.
import type { Catalogue, Subcategory } from '../../contract/catalogue.ts';

const named = (name: string) => ({ en: name, fr: `${name} (fr)` });

/** Only a leaf's id is required. */
export function catalogueWith(...leaves: (Partial<Subcategory> & { id: string })[]): Catalogue {
  const subcategories = leaves.map(({ id, ...more }) => ({
    id,
    name: named(`Leaf ${id}`),
    description: null,
    kind: null,
    needsApproval: false,
    fields: [],
    ...more,
  }));
  const services = [{ id: 'wifi', name: named('Wi-Fi'), subcategories }];
  return { version: '1', families: [{ id: 'network', name: named('Network'), services }] };
}
