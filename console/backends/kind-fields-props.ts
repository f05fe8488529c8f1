// What the fields of a backend's kind are given.
import type { BackendSecrets } from '../../contract/backends.ts';
import type { Written } from './written.ts';

type SecretName = keyof BackendSecrets;

export interface KindFieldsProps {
  written: Written;
  /** names of the fields that were found wrong when it was last asked for */
  wrong: ReadonlySet<string>;
  /** the secrets that the server has */
  kept: readonly SecretName[];
  onChange: (part: Partial<Written>) => void;
  onSecret: (name: SecretName, value: string) => void;
}
