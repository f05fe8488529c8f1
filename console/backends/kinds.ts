// Every kind of backend that is added, one line each, as the console knows it.
import type { BackendKind, SettingsOf } from '../../contract/backends.ts';
import { ateraForm } from './atera/index.ts';
import type { KindForm } from './fields/kind-form.ts';
import { itopForm } from './itop/index.ts';
import { mailForm } from './mail/index.ts';

/** The kinds that are added; the built-in desk is there already. */
export type AddedKind = Exclude<BackendKind, 'built-in'>;

/** docs/add-a-connector.md says what a new one needs. */
const FORMS = {
  itop: itopForm,
  atera: ateraForm,
  mail: mailForm,
};

/** The fields of each kind, each as its input holds it. A kind of the contract that has no form does not compile. */
export type KindFields = { [K in AddedKind]: ReturnType<(typeof FORMS)[K]['blank']> };

export const KIND_FORMS: { readonly [K in AddedKind]: KindForm<SettingsOf<K>, KindFields[K]> } = FORMS;

/** What a new backend is before another kind is chosen. */
export const FIRST_KIND: AddedKind = 'itop';
