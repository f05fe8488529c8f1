// The leaves of the catalogue with their paths, and the search among them.
import type { Catalogue, Family, Service, Subcategory } from '../../contract/catalogue.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import type { Language } from '../../contract/primitives.ts';

export interface Leaf {
  family: Family;
  service: Service;
  subcategory: Subcategory;
}

/** Returns the leaves in the catalogue's order. */
export function leavesOf({ families }: Pick<Catalogue, 'families'>): Leaf[] {
  return families.flatMap((family) =>
    family.services.flatMap((service) =>
      service.subcategories.map((subcategory) => ({ family, service, subcategory })),
    ),
  );
}

/** Returns the leaf with this id, or null when the catalogue has none. */
export function findLeaf({ families }: Pick<Catalogue, 'families'>, id: string): Leaf | null {
  for (const family of families) {
    for (const service of family.services) {
      const subcategory = service.subcategories.find((leaf) => leaf.id === id);
      if (subcategory !== undefined) return { family, service, subcategory };
    }
  }
  return null;
}

/** Returns the path above a leaf, such as "Network > Wi-Fi". */
export function parentPathOf({ family, service }: Leaf, language: Language): string {
  return `${family.name[language]} > ${service.name[language]}`;
}

/** Returns the whole path, such as "Network > Wi-Fi > No access". */
export function pathOf(leaf: Leaf, language: Language): string {
  return `${parentPathOf(leaf, language)} > ${leaf.subcategory.name[language]}`;
}

function foldedTexts({ family, service, subcategory }: Leaf): { name: string; all: string } {
  const { name, description } = subcategory;
  const texts = [family.name, service.name, name, ...(description === null ? [] : [description])];
  const both = (shown: { en: string; fr: string }) => fold(`${shown.en} ${shown.fr}`);
  return { name: both(name), all: texts.map(both).join(' ') };
}

/**
 * Returns a search for the leaves whose path or description contains every word typed, in any order and in either language.
 * Leaves whose own name contains them all come first.
 */
export function createLeafSearch(leaves: readonly Leaf[]): (typed: string) => Leaf[] {
  const folded = leaves.map((leaf) => ({ leaf, ...foldedTexts(leaf) }));
  return (typed) => {
    const words = wordsOf(typed);
    const found = folded.filter(({ all }) => hasWords(all, words));
    const [named, others] = [
      found.filter(({ name }) => hasWords(name, words)),
      found.filter(({ name }) => !hasWords(name, words)),
    ];
    return [...named, ...others].map(({ leaf }) => leaf);
  };
}
