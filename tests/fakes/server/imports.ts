// Makes import files: a small catalogue, people of Contoso, and announcements.
import type { ImportedSubcategory } from '../../../contract/catalogue.ts';

const bilingual = (text: string) => ({ en: text, fr: `${text} (fr)` });

/** Returns a catalogue of one family with one service and these leaves. Only a leaf's id is required. */
export function catalogueOf(...leaves: (Partial<ImportedSubcategory> & { id: string })[]) {
  const subcategories = leaves.map((leaf) => ({ name: bilingual(`Leaf ${leaf.id}`), ...leaf }));
  const service = { id: 'wifi', name: bilingual('Wi-Fi'), subcategories };
  return { families: [{ id: 'network', name: bilingual('Network'), services: [service] }] };
}

/** Returns a person of Contoso, for `requester` with the address requester@contoso.example. */
export function personOf(name: string, more: Record<string, unknown> = {}) {
  return { email: `${name}@contoso.example`, fullName: `The ${name}`, ...more };
}

/** Returns an announcement of the severity `information`, in force from its import on. */
export function announcementOf(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    severity: 'information',
    title: bilingual(`Title of ${id}`),
    text: bilingual(`Text of ${id}`),
    ...more,
  };
}
