// Looks up the form of a kind of backend.
import { BackendKind, type SettingsOf } from '../../contract/backends.ts';
import type { KindForm } from './fields/kind-form.ts';
import { type AddedKind, KIND_FORMS, type KindFields } from './kinds.ts';

/** In the order of the contract. */
export const ADDED_KINDS: readonly AddedKind[] = BackendKind.options.filter((kind) => kind !== 'built-in');

/** Of the kind of some settings or fields, it can be asked about them. */
export function kindForm<K extends AddedKind>(kind: K): KindForm<SettingsOf<K>, KindFields[K]> {
  return KIND_FORMS[kind];
}
