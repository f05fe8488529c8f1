// The services and subcategories of a catalogue, as staff choose one of them for a ticket.
import type { Catalogue, CategoryChoice, FormField } from '../../contract/catalogue.ts';
import { fold, hasWords, wordsOf } from '../../contract/fold.ts';
import type { Language, TicketKind } from '../../contract/primitives.ts';

export interface CategoryOption {
  /** distinct among all options */
  value: string;
  choice: CategoryChoice;
  /** path, such as "Network > Wi-Fi > No access" */
  text: string;
  /** the form of a subcategory; none for a service */
  fields: readonly FormField[];
  needsApproval: boolean;
  /** of a subcategory that has one */
  kind: TicketKind | null;
}

/** Each service before its subcategories, in catalogue order. */
export function optionsOf({ families }: Catalogue, language: Language): CategoryOption[] {
  return families.flatMap((family) =>
    family.services.flatMap((service) => {
      const path = `${family.name[language]} > ${service.name[language]}`;
      return [
        optionOf({ level: 'service', id: service.id }, path),
        ...service.subcategories.map(({ id, name, fields, kind, needsApproval }) => ({
          ...optionOf({ level: 'subcategory', id }, `${path} > ${name[language]}`),
          fields,
          kind,
          needsApproval,
        })),
      ];
    }),
  );
}

function optionOf(choice: CategoryChoice, text: string): CategoryOption {
  return { value: optionValueOf(choice), choice, text, fields: [], kind: null, needsApproval: false };
}

export function optionValueOf({ level, id }: CategoryChoice): string {
  return `${level} ${id}`;
}

/** Returns the options whose path has every word of what was typed. */
export function matching(options: readonly CategoryOption[], typed: string): CategoryOption[] {
  const words = wordsOf(typed);
  return options.filter(({ text }) => hasWords(fold(text), words));
}
