// The table of backend kinds that can be added, one line each.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import { ateraForm } from './atera/index.ts';
import type { KindForm } from './fields/kind-form.ts';
import { itopForm } from './itop/index.ts';
import { mailForm } from './mail/index.ts';

/** The kinds that can be added: all but the built-in desk. */
export type AddedKind = Exclude<BackendKind, 'built-in'>;

/** docs/add-a-connector.md describes how to add one. */
const FORMS = {
  itop: itopForm,
  atera: ateraForm,
  mail: mailForm,
};

/** The form fields of each kind. A kind of the contract without a form does not compile. */
export type KindFields = { [K in AddedKind]: ReturnType<(typeof FORMS)[K]['blank']> };

export const KIND_FORMS: { readonly [K in AddedKind]: KindForm<SettingsOf<K>, KindFields[K]> } = FORMS;

/** The kind preselected for a new backend. */
export const FIRST_KIND: AddedKind = 'itop';
