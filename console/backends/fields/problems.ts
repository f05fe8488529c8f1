// What is said of the fields of a kind that were found wrong.
import type { SecretName } from '../../../contract/backends.ts';
import type { Phrase } from '../../ui/texts.ts';
import type { KindFieldsProps } from './kind-fields-props.ts';

/** Each answers the phrase to show, null where nothing is wrong. */
export function problemsIn({ wrong }: Pick<KindFieldsProps<unknown>, 'wrong'>) {
  return {
    /** of a setting, or of anything in it */
    setting(name: string, phrase: Phrase): Phrase | null {
      const own = `settings.${name}`;
      return [...wrong].some((one) => one === own || one.startsWith(`${own}.`)) ? phrase : null;
    },
    secret(name: SecretName): Phrase | null {
      return wrong.has(`secrets.${name}`) ? 'backends.problem.needed' : null;
    },
  };
}
