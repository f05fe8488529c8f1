// The validation messages of a kind's fields.
import type { SecretName } from '../../../contract/backends.ts';
import type { Phrase } from '../../ui/texts.ts';
import type { KindFieldsProps } from './kind-fields-props.ts';

/** Each function returns the phrase to show, or null if the field is valid. */
export function problemsIn({ wrong }: Pick<KindFieldsProps<unknown>, 'wrong'>) {
  return {
    /** For a setting or anything in it. */
    setting(name: string, phrase: Phrase): Phrase | null {
      const own = `settings.${name}`;
      return [...wrong].some((one) => one === own || one.startsWith(`${own}.`)) ? phrase : null;
    },
    secret(name: SecretName): Phrase | null {
      return wrong.has(`secrets.${name}`) ? 'backends.problem.needed' : null;
    },
  };
}
