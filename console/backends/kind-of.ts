// Looks up the form of a backend kind.
import { BackendKind, type SettingsOf } from '../../contract/backends.ts';
import type { KindForm } from './fields/kind-form.ts';
import { type AddedKind, KIND_FORMS, type KindFields } from './kinds.ts';

/** The kinds that can be added, in the order of the contract. */
export const ADDED_KINDS: readonly AddedKind[] = BackendKind.options.filter((kind) => kind !== 'built-in');

/** The form of a kind, typed by that kind's settings and fields. */
export function kindForm<K extends AddedKind>(kind: K): KindForm<SettingsOf<K>, KindFields[K]> {
  return KIND_FORMS[kind];
}
