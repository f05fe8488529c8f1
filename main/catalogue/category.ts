// Looks up a leaf of the catalogue.
import type { Catalogue, Subcategory } from '../../contract/catalogue.ts';
import type { Bilingual } from '../../contract/primitives.ts';

interface Leaf {
  subcategory: Subcategory;
  /** such as "Network > Wi-Fi > No access" */
  path: Bilingual;
}

/** The leaf with this id, or null when the catalogue has none. */
export function findLeaf(catalogue: Catalogue | null, id: string | null): Leaf | null {
  for (const family of catalogue?.families ?? []) {
    for (const service of family.services) {
      const subcategory = service.subcategories.find((leaf) => leaf.id === id);
      if (!subcategory) continue;
      const names = [family.name, service.name, subcategory.name];
      const path = (language: keyof Bilingual) => names.map((name) => name[language]).join(' > ');
      return { subcategory, path: { en: path('en'), fr: path('fr') } };
    }
  }
  return null;
}

/** The category as stored on a ticket. */
export function categoryOf(
  catalogue: Catalogue | null,
  id: string | null,
): { id: string; name: Bilingual } | null {
  const leaf = findLeaf(catalogue, id);
  return leaf && { id: leaf.subcategory.id, name: leaf.path };
}
