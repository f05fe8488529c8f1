// What the fields of a backend's kind are given, and what they tell.
import type { SecretName } from '../../../contract/backends.ts';

/** `F`: the fields of the kind, each as its input holds it. */
export interface KindFieldsProps<F> {
  fields: F;
  onChange: (part: Partial<F>) => void;
  /** as they are typed; empty where the kept one stays */
  secrets: Readonly<Record<SecretName, string>>;
  onSecret: (name: SecretName, value: string) => void;
  /** the secrets that the server has */
  keptSecrets: readonly SecretName[];
  /** names of the fields that were found wrong when it was last asked for, such as `settings.smtp.port` */
  wrong: ReadonlySet<string>;
}
