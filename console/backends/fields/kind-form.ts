// The form of one kind of backend; kinds.ts lists them.
import type { ComponentType } from 'react';
import type { SecretName } from '../../../contract/backends.ts';
import type { Language } from '../../../contract/primitives.ts';
import type { KindFieldsProps } from './kind-fields-props.ts';
import type { Row } from './rows.ts';

/** `S`: the settings of the kind, as the contract has them; `F`: its fields, each as its input holds it. */
export interface KindForm<S extends { kind: string }, F> {
  /** `language` is the administrator's: that of the technicians is most often the same. */
  blank(language: Language): F;
  fromSettings(settings: S): F;
  /** The settings as they are typed, without `kind` and `maps`; the contract says whether they make sense. */
  toSettings(fields: F): object;
  /** The settings that are typed as rows, by their names. */
  maps(fields: F): Readonly<Record<string, readonly Row[]>>;
  /** The secrets that it cannot do without, as it is filled in. */
  secretsNeeded(fields: F): readonly SecretName[];
  /** Where it is reached, for its card. */
  addressOf(settings: S): string;
  /** the fields that everybody fills in */
  First: ComponentType<KindFieldsProps<F>>;
  /** those under "More settings" */
  More: ComponentType<KindFieldsProps<F>>;
  /** names of the settings under "More settings", such as `imap.folder` */
  underMore: ReadonlySet<string>;
}
