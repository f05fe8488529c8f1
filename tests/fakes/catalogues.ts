// A catalogue as an agent has it: one service with the leaves that a test names.
import type { Catalogue, Subcategory } from '../../contract/catalogue.ts';

const named = (name: string) => ({ en: name, fr: `${name} (fr)` });

/** A leaf needs no more than its id. */
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
