// The props of the field components of a backend kind.
import type { SecretName } from '../../../contract/backends.ts';

/** `F`: the form fields of the kind. */
export interface KindFieldsProps<F> {
  fields: F;
  onChange: (part: Partial<F>) => void;
  /** as typed; empty: the stored secret is unchanged */
  secrets: Readonly<Record<SecretName, string>>;
  onSecret: (name: SecretName, value: string) => void;
  /** the secrets that the server has stored */
  storedSecrets: readonly SecretName[];
  /** names of the fields that the last validation found wrong, such as `settings.smtp.port` */
  wrong: ReadonlySet<string>;
}
