// The catalogue's leaves with the path that leads to each, and how one is found by words.
import type { Catalogue, Family, Service, Subcategory } from '../../contract/catalogue.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import type { Language } from '../../contract/primitives.ts';

export interface Leaf {
  family: Family;
  service: Service;
  subcategory: Subcategory;
}

/** In the catalogue's order. */
export function leavesOf({ families }: Pick<Catalogue, 'families'>): Leaf[] {
  return families.flatMap((family) =>
    family.services.flatMap((service) =>
      service.subcategories.map((subcategory) => ({ family, service, subcategory })),
    ),
  );
}

/** The leaf of this id, null when the catalogue has none. */
export function findLeaf({ families }: Pick<Catalogue, 'families'>, id: string): Leaf | null {
  for (const family of families) {
    for (const service of family.services) {
      const subcategory = service.subcategories.find((leaf) => leaf.id === id);
      if (subcategory !== undefined) return { family, service, subcategory };
    }
  }
  return null;
}

/** Where a leaf stands, such as "Network > Wi-Fi". */
export function parentPathOf({ family, service }: Leaf, language: Language): string {
  return `${family.name[language]} > ${service.name[language]}`;
}

/** The whole path, such as "Network > Wi-Fi > No access". */
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
 * Finds the leaves in whose path or description every word typed stands, in any order and either language: a person
 * may look for the word of the other. Those whose own name has them all come first.
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
