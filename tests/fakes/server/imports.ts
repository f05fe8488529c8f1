// What IT imports in tests: a small catalogue, people of Contoso, and announcements.
import type { ImportedSubcategory } from '../../../contract/catalogue.ts';

const text = (words: string) => ({ en: words, fr: `${words} (fr)` });

/** One family with one service and these leaves; a leaf needs no more than its id. */
export function catalogueOf(...leaves: (Partial<ImportedSubcategory> & { id: string })[]) {
  const subcategories = leaves.map((leaf) => ({ name: text(`Leaf ${leaf.id}`), ...leaf }));
  const service = { id: 'wifi', name: text('Wi-Fi'), subcategories };
  return { families: [{ id: 'network', name: text('Network'), services: [service] }] };
}

/** Somebody of Contoso; `requester` is at requester@contoso.example. */
export function personOf(name: string, more: Record<string, unknown> = {}) {
  return { email: `${name}@contoso.example`, fullName: `The ${name}`, ...more };
}

/** Information of the file's organisation, from its import on. */
export function announcementOf(id: string, more: Record<string, unknown> = {}) {
  return { id, severity: 'information', title: text(`Title of ${id}`), text: text(`Text of ${id}`), ...more };
}
