// The interface of a kind's form; kinds.ts lists the kinds.
import type { ComponentType } from 'react';
import type { SecretName } from '../../../contract/backends.ts';
import type { Language } from '../../../contract/primitives.ts';
import type { KindFieldsProps } from './kind-fields-props.ts';
import type { Row } from './rows.ts';

/** `S`: the settings of the kind, from the contract; `F`: its form fields. */
export interface KindForm<S extends { kind: string }, F> {
  /** `language` is the administrator's, the likely default for that of the technicians. */
  blank(language: Language): F;
  fromSettings(settings: S): F;
  /** Returns the settings without `kind` and `maps`, not validated: the schema of the contract does that. */
  toSettings(fields: F): object;
  /** The settings that are edited as rows, by name. */
  maps(fields: F): Readonly<Record<string, readonly Row[]>>;
  /** The secrets that are required with these fields. */
  secretsNeeded(fields: F): readonly SecretName[];
  /** The address shown on the backend's card. */
  addressOf(settings: S): string;
  /** the fields that are always shown */
  First: ComponentType<KindFieldsProps<F>>;
  /** the fields under "More settings" */
  More: ComponentType<KindFieldsProps<F>>;
  /** names of the settings under "More settings", such as `imap.folder` */
  underMore: ReadonlySet<string>;
}
